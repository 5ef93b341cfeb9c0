import { chromium } from '@playwright/test';
import type { ItemId, LibraryId } from '@maru/model';
import { DEMO_PEOPLE } from '../../tools/demo/people.ts';
import { CHROMIUM } from '../e2e/chromium.ts';
import { announceItem, waitUntilProcessed, uploadOriginal } from '../functions/uploading.ts';
import { setUp } from '../harness/global-setup.ts';
import { signInAs, useEmulators, type Person } from '../harness.ts';
import { trackPeakMemory } from '../harness/memory.ts';
import { photographer } from './photographer.ts';
import { paintedOn, percentile, watching } from './watching.ts';

const [OWNER, , MOTHER] = DEMO_PEOPLE;
const COUNT = 100;
/** Before these nothing is measured: processes start, pages are compiled. */
const UNMEASURED = 5;
/** How many uploads a browser has on their way at once. */
const HANDS = 4;

/** From the end of one upload until its picture is painted on another device, in milliseconds. */
async function oneAfterAnother(
  who: Person,
  library: LibraryId,
  count: number,
  photo: () => Promise<Buffer>,
  seen: (item: ItemId) => Promise<number>,
): Promise<number[]> {
  const all: number[] = [];
  for (let n = 0; n < UNMEASURED + count; n += 1) {
    const bytes = await photo();
    const item = await announceItem(who, library, bytes);
    await uploadOriginal(who, library, item, bytes);
    const sent = Date.now();
    const ms = (await seen(item)) - sent;
    if (n >= UNMEASURED) all.push(ms);
  }
  return all;
}

/** All of `count` photos as fast as a browser sends them: seconds from the first upload until the last is ready, and what that took. */
async function burst(
  who: Person,
  library: LibraryId,
  count: number,
  photo: () => Promise<Buffer>,
): Promise<Record<string, number>> {
  const bodies: Buffer[] = [];
  for (let n = 0; n < count; n += 1) bodies.push(await photo());
  const peakMemory = trackPeakMemory(useEmulators().id);
  const began = Date.now();
  const waiting = bodies.values();
  const items: ItemId[] = [];
  await Promise.all(
    Array.from({ length: HANDS }, async () => {
      for (const bytes of waiting) {
        const item = await announceItem(who, library, bytes);
        items.push(item);
        await uploadOriginal(who, library, item, bytes);
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
 * How long after the end of an upload a picture is painted on a second device that has the album open: so many uploads one after
 * another; and a burst of as many with the time to the last, processes and memory (PSS, the whole set of emulators). The first argument is
 * how many.
 */
export async function bench([many]: readonly string[] = []): Promise<Record<string, number>> {
  const count = Number(many ?? COUNT);
  const end = await setUp({ rootDir: import.meta.dirname });
  const browser = await chromium.launch(CHROMIUM);
  try {
    const who = await signInAs(OWNER.name, { address: OWNER.address });
    const { library } = await who.call('createLibrary', { name: '빠른 집', timeZone: 'Asia/Seoul' });
    await who.call('inviteByEmail', { library, address: MOTHER.address, role: 'viewer' });
    const page = await watching(browser, MOTHER.name, library);
    const photo = await photographer();
    const ms = await oneAfterAnother(who, library, count, photo, (item) => paintedOn(page, item));
    const metrics = { p50S: percentile(ms, 0.5), p95S: percentile(ms, 0.95), maxS: percentile(ms, 1) };
    console.table([metrics]);
    // The device looks no longer: in a burst it is functions that are measured.
    await page.context().close();
    const after = await burst(who, library, count, photo);
    console.table([after]);
    await who.close();
    return { ...metrics, ...after };
  } finally {
    await browser.close();
    await end();
  }
}
