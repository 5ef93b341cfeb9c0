import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LibraryId } from '@maru/model';
import { chromium, type Page } from '@playwright/test';
import { DEMO_PEOPLE } from '../../tools/demo/people.ts';
import { openDevice, signIn, tileOf } from '../e2e/app.ts';
import { CHROMIUM } from '../e2e/chromium.ts';
import { uploadFile } from '../functions/upload-file.ts';
import { setUp } from '../harness/global-setup.ts';
import { signInAs, type Person } from '../harness.ts';
import { ffmpeg } from '../media/ffmpeg.ts';
import { startS } from './page/start.ts';

const [OWNER, , MOTHER] = DEMO_PEOPLE;
/** How long a file may take until it is shown, milliseconds. */
const LIMIT_MS = 600_000;
/** A minute is made, and repeated. */
const MINUTE_S = 60;

/** A file as a camera or a capture writes it. */
interface Source {
  readonly name: string;
  readonly seconds: number;
  readonly extension: string;
  readonly picture: string;
  readonly codecs: readonly string[];
  /** Options of the input that turn the picture. */
  readonly turn?: readonly string[];
}

const PHONE = ['-c:v', 'libx264', '-preset', 'veryfast', '-pix_fmt', 'yuv420p', '-g', '30', '-c:a', 'aac'];
const HEVC = ['-c:v', 'libx265', '-preset', 'ultrafast', '-x265-params', 'log-level=none', '-tag:v', 'hvc1'];
const interlaced = (size: string, rate: string, mode: string): string =>
  `testsrc2=size=${size}:rate=${rate},tinterlace=mode=interleave_${mode}`;

/** Functions start with the first file. */
const WARM_UP: Source = {
  ...{ name: 'warm-up', seconds: 3, extension: 'mp4' },
  ...{ picture: 'testsrc2=size=1280x720:rate=30', codecs: PHONE },
};

const SOURCES: readonly Source[] = [
  { name: 'short', seconds: 10, extension: 'mp4', picture: 'testsrc2=size=1920x1080:rate=30', codecs: PHONE },
  {
    ...{ name: 'upright', seconds: 10, extension: 'mov', turn: ['-display_rotation', '90'] },
    ...{ picture: 'testsrc2=size=1920x1080:rate=30', codecs: [...HEVC, '-pix_fmt', 'yuv420p', '-c:a', 'aac'] },
  },
  { name: 'phone', seconds: 600, extension: 'mp4', picture: 'testsrc2=size=1280x720:rate=30', codecs: PHONE },
  {
    ...{ name: 'ntscTape', seconds: 1200, extension: 'avi' },
    ...{ picture: interlaced('720x480', '60000/1001', 'bottom'), codecs: ['-target', 'ntsc-dv'] },
  },
  {
    ...{ name: 'palTape', seconds: 1200, extension: 'avi' },
    ...{ picture: interlaced('720x576', '50', 'bottom'), codecs: ['-target', 'pal-dv'] },
  },
];

async function create(
  { name, seconds, extension, picture, codecs, turn = [] }: Source,
  folder: string,
): Promise<string> {
  const [part, whole] = ['part', 'whole'].map((kind) => join(folder, `${name}-${kind}.${extension}`));
  if (part === undefined || whole === undefined) throw new Error('no file');
  const length = String(Math.min(seconds, MINUTE_S));
  const inputs = ['-f', 'lavfi', '-i', picture, '-f', 'lavfi', '-i', 'sine=frequency=300:sample_rate=48000'];
  const container = extension === 'avi' ? ['-f', 'avi'] : [];
  await ffmpeg([...inputs, '-t', length, ...codecs, ...container, part]);
  await ffmpeg([...turn, '-stream_loop', String(Math.ceil(seconds / MINUTE_S) - 1), '-i', part, '-c', 'copy', whole]);
  await rm(part);
  return whole;
}

/** Uploads a file; returns the seconds from the end of the upload until its first frame plays on the page, opened by a tap. */
async function firstFrameS(owner: Person, library: LibraryId, page: Page, file: string): Promise<number> {
  const item = await uploadFile(owner, library, file, 'video');
  const began = Date.now();
  const tile = tileOf(page, item);
  await tile.waitFor({ timeout: LIMIT_MS });
  await tile.click();
  await startS(page);
  const seconds = (Date.now() - began) / 1000;
  await page.goBack();
  return seconds;
}

/** Measures one source on emulators of its own, so that the rest of another is not processed meanwhile. */
async function measure(source: Source, folder: string): Promise<number> {
  const [warmUp, file] = [await create(WARM_UP, folder), await create(source, folder)];
  const tearDown = await setUp({ rootDir: import.meta.dirname });
  const browser = await chromium.launch(CHROMIUM);
  try {
    const owner = await signInAs(OWNER.name, { address: OWNER.address });
    const { library } = await owner.call('createLibrary', { name: '영화 집', timeZone: 'Asia/Seoul' });
    await owner.call('inviteByEmail', { library, address: MOTHER.address, role: 'viewer' });
    const { page } = await openDevice(browser, { locale: 'ko-KR' });
    await signIn(page, MOTHER, `/l/${library}/all`);
    await firstFrameS(owner, library, page, warmUp);
    const seconds = await firstFrameS(owner, library, page, file);
    await owner.close();
    return seconds;
  } finally {
    await browser.close();
    await tearDown();
    await rm(file);
    await rm(warmUp);
  }
}

/**
 * How long after the end of an upload another person plays its first frame, from the open album: ten seconds of a phone in H.264, and in HEVC held upright, ten
 * minutes of a phone's own H.264, and tapes of 20 minutes in DV, interlaced. Arguments: the names of some of them; all by default.
 */
export async function bench(which: readonly string[] = []): Promise<Record<string, number>> {
  const folder = await mkdtemp(join(tmpdir(), 'maru-first-frame-'));
  try {
    const metrics: Record<string, number> = {};
    for (const source of SOURCES.filter(({ name }) => which.length === 0 || which.includes(name))) {
      const name = `firstFrame${source.name.charAt(0).toUpperCase()}${source.name.slice(1)}S`;
      metrics[name] = Math.round((await measure(source, folder)) * 100) / 100;
      console.table([metrics]);
    }
    const { firstFrameNtscTapeS, firstFramePalTapeS } = metrics;
    if (firstFrameNtscTapeS === undefined || firstFramePalTapeS === undefined) return metrics;
    return { ...metrics, firstFrameTapeS: Math.max(firstFrameNtscTapeS, firstFramePalTapeS) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
