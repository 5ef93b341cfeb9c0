import { execFile, execFileSync } from 'node:child_process';
import { promisify } from 'node:util';
import { join } from 'node:path';
import { originalName } from '@maru/model';
import sharp from 'sharp';
import { WorkerProcess, type WorkerResult } from '../../functions/testing/fuzz/worker-process.ts';
import { HOST } from '../../tools/emulators/ports.ts';
import { uploadItem, createLibrary, waitUntilProcessed } from '../functions/uploading.ts';
import { setUp } from '../harness/global-setup.ts';
import { useEmulators } from '../harness.ts';
import { inspect } from '../harness/inspect.ts';
import { mp4Of } from '../media/video.ts';
import { heicOf } from '../media/heic.ts';
import { syntheticPhoto, createTexture } from '../media/synthetic-photo.ts';
import type { AtOnce } from './at-once.ts';
import { median } from './median.ts';

const run = promisify(execFile);
const ROUNDS = 3;
const PHOTO = { width: 4000, height: 3000 };
const SMALL = { width: 1600, height: 1200 };
const LARGE = { width: 8064, height: 6048 };
/** What a capture card and a phone give. */
const TAPE = { width: 720, height: 576, rate: 25, seconds: 10 };
const PHONE = { width: 1920, height: 1080, rate: 30, seconds: 10 };
const CALLS = 800;

/** What is made, by what the table calls it. */
async function works(): Promise<Record<string, Buffer>> {
  const photo = await syntheticPhoto(1, PHOTO, await createTexture(PHOTO));
  const large = await syntheticPhoto(2, LARGE, await createTexture(LARGE));
  return {
    'photo, 12 MP JPEG': photo,
    'photo, 48 MP JPEG': large,
    'photo, 48 MP HEIC': await heicOf(await sharp(large).png({ compressionLevel: 1 }).toBuffer(), LARGE),
    'tape, 10 s of 576 lines': await mp4Of(TAPE),
    'video, 10 s of 1080 lines': await mp4Of(PHONE),
  };
}

/** Makes a file on these processors, in a process that has made one already; the medians of rounds. */
async function madeOn(processors: string, name: string, bytes: Buffer): Promise<{ s: number; mib: number }> {
  // A process inherits on which processors it may run.
  execFileSync('taskset', ['-acp', processors, String(process.pid)]);
  const maker = await WorkerProcess.begin();
  try {
    const fates: WorkerResult[] = [];
    for (let at = 0; at <= ROUNDS; at += 1)
      fates.push(await maker.make({ family: 'whole', name, bytes: () => bytes, ends: ['ready'] }));
    const made = fates.flatMap((fate) => ('died' in fate ? [] : [fate]));
    if (made.some(({ state }) => state !== 'ready') || made.length < fates.length) throw new Error(`${name} failed`);
    return {
      s: Math.round(median(made.slice(1).map(({ seconds }) => seconds)) * 100) / 100,
      mib: Math.max(...made.map(({ peak, filmPeak }) => peak + filmPeak)),
    };
  } finally {
    await maker.end();
  }
}

/** The functions that make: how long one and two processors take, and how much memory. */
async function heavy(): Promise<Record<string, number>> {
  const metrics: Record<string, number> = {};
  const rows: object[] = [];
  try {
    for (const [name, bytes] of Object.entries(await works())) {
      const [one, two] = [await madeOn('0', name, bytes), await madeOn('0,1', name, bytes)];
      rows.push({ of: name, 's on one': one.s, 's on two': two.s, 'MiB at most': Math.max(one.mib, two.mib) });
      const key = name.replaceAll(/\W+(\w)/g, (_, letter: string) => letter.toUpperCase());
      Object.assign(metrics, {
        [`${key}OneS`]: one.s,
        [`${key}TwoS`]: two.s,
        [`${key}Mib`]: Math.max(one.mib, two.mib),
      });
    }
  } finally {
    execFileSync('taskset', ['-acp', '0,1', String(process.pid)]);
  }
  console.table(rows);
  return metrics;
}

/** The environment that the emulators give a function. */
function environment(): NodeJS.ProcessEnv {
  const { projectId, ports, buckets } = useEmulators();
  return {
    ...process.env,
    GCLOUD_PROJECT: projectId,
    FIREBASE_CONFIG: JSON.stringify({ projectId }),
    FUNCTIONS_EMULATOR: 'true',
    FIRESTORE_EMULATOR_HOST: `${HOST}:${String(ports.firestore)}`,
    FIREBASE_AUTH_EMULATOR_HOST: `${HOST}:${String(ports.auth)}`,
    FIREBASE_STORAGE_EMULATOR_HOST: `${HOST}:${String(ports.storage)}`,
    MARU_ORIGINALS_BUCKET: buckets.originals,
    MARU_RENDITIONS_BUCKET: buckets.renditions,
  };
}

async function atOnce(name: string, many: number, request: object): Promise<AtOnce> {
  const args = [join(import.meta.dirname, 'at-once.ts'), name, String(many), String(CALLS), JSON.stringify(request)];
  const { stdout } = await run(process.execPath, args, { env: environment(), maxBuffer: 2 ** 26 });
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as AtOnce;
}

/**
 * The function that reacts to uploads: the memory of an instance with one or eighty concurrent events, and the events per second beside
 * the emulators. The event is a repeated one, which changes nothing. The API is not measured: it needs an HTTP server around it.
 */
async function light(): Promise<Record<string, number>> {
  const end = await setUp();
  try {
    const { owner, library } = await createLibrary();
    const item = await uploadItem(owner, library, await syntheticPhoto(2, SMALL, await createTexture(SMALL)));
    await waitUntilProcessed(library, item);
    const bucket = useEmulators().buckets.originals;
    const object = await inspect.object(bucket, originalName(library, item));
    if (!object) throw new Error('the original is gone');
    const { name, generation } = object;
    const asked: Record<string, object> = {
      onOriginalFinalized: { data: { bucket, name, generation } },
    };
    const metrics: Record<string, number> = {};
    const rows: object[] = [];
    for (const [of, request] of Object.entries(asked))
      for (const many of [1, 80]) {
        const { mib, perSecond } = await atOnce(of, many, request);
        rows.push({ of, 'at once': many, 'MiB at most': mib, 'a second': perSecond });
        Object.assign(metrics, { [`${of}${String(many)}Mib`]: mib, [`${of}${String(many)}PerSecond`]: perSecond });
      }
    console.table(rows);
    await owner.close();
    return metrics;
  } finally {
    await end();
  }
}

/** What the machines of functions are chosen by (docs/decisions/0016): those that make, then those that answer. Linux only. */
export async function bench(): Promise<Record<string, number>> {
  return { ...(await heavy()), ...(await light()) };
}
