import { ALL, type AlbumId, type ItemId, type LibraryId } from '@maru/model';
import { chromium, type Browser, type Page } from '@playwright/test';
import { DEMO_PEOPLE } from '../../tools/demo/people.ts';
import { button, openDevice, signIn, stage } from '../e2e/app.ts';
import { CHROMIUM } from '../e2e/chromium.ts';
import { ko } from '../e2e/messages.ts';
import { limitNetwork, SLOW, SLOWER, type Network } from '../e2e/slow-network.ts';
import { uploadItem, waitUntilProcessed } from '../functions/uploading.ts';
import { setUp } from '../harness/global-setup.ts';
import { seedStream } from '../harness/seed-stream.ts';
import { signInAs } from '../harness.ts';
import { ladderOf } from '../media/ladder.ts';
import { mp4Of } from '../media/video.ts';
import { median } from './median.ts';
import { startS } from './page/start.ts';

const [OWNER] = DEMO_PEOPLE;
/** The length of the stream, in seconds. */
const LENGTH = 300;
/** How often start and seek are measured. */
const TIMES = 5;
/** After so many seconds of playback the slow network drops, for as long as the rest of a minute. */
const BEFORE_DROP_S = 20;
const MINUTE_S = 60;
/** Until a page has loaded what it loads ahead, in milliseconds. */
const SETTLE_MS = 3000;
/** A gap between two frames of playback that is a stall, in seconds. */
const STALL_S = 0.25;

/** Seeks by the key for a tenth of the length, and returns the seconds until a frame of there is shown. */
const seekS = (page: Page, tenth: number): Promise<number> =>
  page.evaluate(
    (key) =>
      new Promise<number>((resolve) => {
        const began = performance.now();
        const video = document.querySelector('video');
        if (!video) throw new Error('nothing plays');
        const wait = (now: number, { mediaTime }: VideoFrameCallbackMetadata): void => {
          if (Math.abs(mediaTime - (video.duration * Number(key)) / 10) < 3) resolve((now - began) / 1000);
          else video.requestVideoFrameCallback(wait);
        };
        video.requestVideoFrameCallback(wait);
        dispatchEvent(new KeyboardEvent('keydown', { key, code: `Digit${key}` }));
      }),
    String(tenth),
  );

/** The stalls while it plays for so many seconds, each in seconds. */
const stallsOf = (page: Page, seconds: number): Promise<number[]> =>
  page.evaluate(
    ([ms, shortest]) =>
      new Promise<number[]>((resolve) => {
        const stalls: number[] = [];
        const end = performance.now() + ms;
        let [last, movedAt] = [-1, performance.now()];
        const timer = setInterval(() => {
          const time = document.querySelector('video')?.currentTime ?? 0;
          const now = performance.now();
          if (time !== last) {
            if (now - movedAt > shortest) stalls.push((now - movedAt) / 1000);
            [last, movedAt] = [time, now];
          }
          if (now < end) return;
          clearInterval(timer);
          if (now - movedAt > shortest) stalls.push((now - movedAt) / 1000);
          resolve(stalls);
        }, 50);
      }),
    [seconds * 1000, STALL_S * 1000] as const,
  );

async function addVideo(): Promise<{ library: LibraryId; album: AlbumId; item: ItemId }> {
  const owner = await signInAs(OWNER.name, { address: OWNER.address });
  const { library } = await owner.call('createLibrary', { name: '영화 집', timeZone: 'Asia/Seoul' });
  const item = await uploadItem(owner, library, await mp4Of({ width: 320, height: 180, seconds: 2 }), {
    albums: [ALL],
  });
  await waitUntilProcessed(library, item);
  await owner.close();
  const video = { library, album: ALL, item } as const;
  await seedStream(video, await ladderOf(LENGTH));
  return video;
}

/** Opens the video on a new device that has the app, but nothing of the stream. */
async function openVideo(browser: Browser, path: string, network?: Network) {
  const { context, page } = await openDevice(browser, {
    ...{ locale: 'ko-KR', serviceWorkers: 'block', viewport: { width: 1440, height: 900 } },
  });
  await signIn(page, OWNER, path);
  await button(stage(page), ko('player_play')).waitFor();
  // The rest of the app, hls.js included, which the viewer loads ahead.
  await page.waitForTimeout(SETTLE_MS);
  const limit = await limitNetwork(page);
  if (network) await limit(network);
  return { page, limit, close: () => context.close() };
}

/**
 * How fast a stream of five minutes with three variants starts and seeks; and on a link of 1 Mbit/s with 300 ms that drops to 300 kbit/s: its
 * first frame, and the stalls in the minute around the drop. Seconds.
 */
export async function bench(): Promise<Record<string, number>> {
  const tearDown = await setUp({ rootDir: import.meta.dirname });
  const browser = await chromium.launch(CHROMIUM);
  try {
    const { library, album, item } = await addVideo();
    const path = `/l/${library}/a/${album}/${item}`;
    const starts: number[] = [];
    const seeks: number[] = [];
    for (let n = 0; n < TIMES; n += 1) {
      const { page, close } = await openVideo(browser, path);
      starts.push(await startS(page));
      seeks.push(await seekS(page, 5));
      await close();
    }
    const { page, limit } = await openVideo(browser, path, SLOW);
    const slowFirstFrameS = await startS(page);
    const before = await stallsOf(page, BEFORE_DROP_S);
    await limit(SLOWER);
    const stalls = [...before, ...(await stallsOf(page, MINUTE_S - BEFORE_DROP_S))];
    const metrics = {
      startS: median(starts),
      seekS: median(seeks),
      slowFirstFrameS,
      slowStalls: stalls.length,
      slowStallS: Math.max(0, ...stalls),
    };
    console.table(metrics);
    return Object.fromEntries(Object.entries(metrics).map(([name, value]) => [name, Math.round(value * 100) / 100]));
  } finally {
    await browser.close();
    await tearDown();
  }
}
