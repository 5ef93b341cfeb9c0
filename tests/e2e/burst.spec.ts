import { readFile } from 'node:fs/promises';
import { itemIdOf, originalName, readItem, type ItemId, type LibraryId } from '@maru/model';
import { expect, test } from '@playwright/test';
import { createHash } from 'node:crypto';
import { waitFor, useEmulators } from '../harness.ts';
import { redeliverFinalize } from '../harness/invoke.ts';
import { inspect } from '../harness/inspect.ts';
import { trackPeakMemory } from '../harness/memory.ts';
import { jpegOf } from '../media/photo.ts';
import { addFiles, demoPerson, openDevice, createAlbum, createLibrary, signIn, type FilePayload } from './app.ts';

const PHOTO_COUNT = 20;
const REDELIVERED = 10;
const MAX_MIB = 4096;

const idOf = (bytes: Buffer): ItemId => itemIdOf(createHash('sha256').update(bytes).digest('hex'));

/** Returns what functions and emulators logged after offset `from`. */
const logSince = async (from: number): Promise<string> => (await readFile(useEmulators().log, 'utf8')).slice(from);
const countOf = (log: string, what: RegExp): number => [...log.matchAll(what)].length;

async function createPhotos(): Promise<FilePayload[]> {
  const all: FilePayload[] = [];
  for (let n = 1; n <= PHOTO_COUNT; n += 1) {
    const takenAt = `2020:06:${String(1 + (n % 28)).padStart(2, '0')} 10:00:${String(n % 60).padStart(2, '0')}`;
    const buffer = await jpegOf({ width: 640, height: 480, seed: n + Date.now(), takenAt });
    all.push({ name: `${String(n)}.jpg`, mimeType: 'image/jpeg', buffer });
  }
  return all;
}

test('processes 20 photos, uploaded at full speed, exactly once each, although ten finalize events arrive twice', async ({
  browser,
}) => {
  test.setTimeout(400_000);
  const { id, buckets, log } = useEmulators();
  const { page } = await openDevice(browser);
  await signIn(page, demoPerson('owner'));
  await createLibrary(page, '많은 사진');
  await createAlbum(page, '봄 소풍');
  const library = /\/l\/([a-z2-7]{20})\//.exec(page.url())?.[1] as LibraryId;
  const files = await createPhotos();
  const items = files.map(({ buffer }) => idOf(buffer));
  const logStart = (await readFile(log, 'utf8')).length;
  const peakMemory = trackPeakMemory(id);
  const start = Date.now();

  await addFiles(page, files);
  for (const item of items.slice(0, REDELIVERED)) {
    await waitFor(`${item} arrived`, () => inspect.object(buckets.originals, originalName(library, item)));
    await redeliverFinalize(buckets.originals, originalName(library, item));
  }
  await expect(page.getByText(new RegExp(`^${String(PHOTO_COUNT)}장`)).first()).toBeVisible({ timeout: 300_000 });
  const state = async (item: ItemId): Promise<string> => {
    const found = await inspect.doc(`libraries/${library}/items/${item}`);
    return found ? readItem(found).state : 'missing';
  };
  for (const item of items) await waitFor(`${item} is ready`, async () => (await state(item)) === 'ready', 300_000);
  const seconds = (Date.now() - start) / 1000;
  const peak = await peakMemory();

  // The log lags behind.
  const processedCounts = async (): Promise<number[]> => {
    const text = await logSince(logStart);
    return items.map((item) =>
      countOf(text, new RegExp(`"message":"processed"[^\\n]*${item}|${item}[^\\n]*"message":"processed"`, 'g')),
    );
  };
  await expect.poll(processedCounts).toEqual(items.map(() => 1));
  // Only originals run the trigger, renditions do not.
  const triggerRuns = async (): Promise<number> =>
    countOf(await logSince(logStart), /Beginning execution of "[^"]*onOriginalFinalized"/g);
  await expect.poll(triggerRuns).toBe(PHOTO_COUNT + REDELIVERED);
  expect(await inspect.objects(buckets.renditions, `r/${library}/`)).toHaveLength(2 * PHOTO_COUNT);
  console.log(
    `${String(PHOTO_COUNT)} photos in ${seconds.toFixed(0)} s; peak: ${String(peak.processes)} processes, ${String(peak.mib)} MiB (PSS)`,
  );
  expect(peak.mib).toBeLessThanOrEqual(MAX_MIB);
});
