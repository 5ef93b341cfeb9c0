import { chromium } from '@playwright/test';
import type { ItemId, LibraryId } from '@maru/model';
import { DEMO_PEOPLE } from '../../tools/demo/people.ts';
import { CHROMIUM } from '../e2e/chromium.ts';
import { announceItem, waitUntilProcessed, uploadOriginal } from '../functions/uploading.ts';
import { setUp } from '../harness/global-setup.ts';
import { signInAs, useEmulators, type Person } from '../harness.ts';
import { trackPeakMemory } from '../harness/memory.ts';
import { photographer } from './photographer.ts';
import { paintTime, percentile, openRecording } from './page/paint-times.ts';

const [OWNER, , MOTHER] = DEMO_PEOPLE;
const COUNT = 100;
/** Warm-up uploads, since processes start and pages compile with them. */
const WARM_UP = 5;
/** How many uploads a browser runs concurrently. */
const CONCURRENCY = 4;

/** Measures from the end of an upload until the image is painted on another device, ms. */
async function measureSingles(
  owner: Person,
  library: LibraryId,
  count: number,
  photo: () => Promise<Buffer>,
  painted: (item: ItemId) => Promise<number>,
): Promise<number[]> {
  const all: number[] = [];
  for (let n = 0; n < WARM_UP + count; n += 1) {
    const bytes = await photo();
    const item = await announceItem(owner, library, bytes);
    await uploadOriginal(owner, library, item, bytes);
    const sentAt = Date.now();
    const ms = (await painted(item)) - sentAt;
    if (n >= WARM_UP) all.push(ms);
  }
  return all;
}

/** Uploads `count` photos as fast as a browser does: seconds from the first upload until the last item is ready, and the resources used. */
async function burst(
  owner: Person,
  library: LibraryId,
  count: number,
  photo: () => Promise<Buffer>,
): Promise<Record<string, number>> {
  const bodies: Buffer[] = [];
  for (let n = 0; n < count; n += 1) bodies.push(await photo());
  const peakMemory = trackPeakMemory(useEmulators().id);
  const began = Date.now();
  const queue = bodies.values();
  const items: ItemId[] = [];
  await Promise.all(
    Array.from({ length: CONCURRENCY }, async () => {
      for (const bytes of queue) {
        const item = await announceItem(owner, library, bytes);
        items.push(item);
        await uploadOriginal(owner, library, item, bytes);
      }
    }),
  );
  const sentS = Math.round((Date.now() - began) / 100) / 10;
  for (const item of items) await waitUntilProcessed(library, item, 600_000);
  const burstS = Math.round((Date.now() - began) / 100) / 10;
  const { mib, processes } = await peakMemory();
  return { burstS, sentS, burstMb: mib, processes };
}

/**
 * How long after the end of an upload an image is painted on a second device with the open album: COUNT uploads one after another (first
 * argument), then a burst of as many, with the time of the last, processes and memory (PSS of all emulators).
 */
export async function bench([countArg]: readonly string[] = []): Promise<Record<string, number>> {
  const count = Number(countArg ?? COUNT);
  const tearDown = await setUp({ rootDir: import.meta.dirname });
  const browser = await chromium.launch(CHROMIUM);
  try {
    const owner = await signInAs(OWNER.name, { address: OWNER.address });
    const { library } = await owner.call('createLibrary', { name: '빠른 집', timeZone: 'Asia/Seoul' });
    await owner.call('inviteByEmail', { library, address: MOTHER.address, role: 'viewer' });
    const page = await openRecording(browser, MOTHER, library);
    const photo = await photographer();
    const ms = await measureSingles(owner, library, count, photo, (item) => paintTime(page, item));
    const metrics = { p50S: percentile(ms, 0.5), p95S: percentile(ms, 0.95), maxS: percentile(ms, 1) };
    console.table([metrics]);
    // Closed, so that the burst measures functions only.
    await page.context().close();
    const burstMetrics = await burst(owner, library, count, photo);
    console.table([burstMetrics]);
    await owner.close();
    return { ...metrics, ...burstMetrics };
  } finally {
    await browser.close();
    await tearDown();
  }
}
