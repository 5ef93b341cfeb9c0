import { chromium, type Page } from '@playwright/test';
import { ALL, paths, readAlbum, type AlbumId, type ItemId, type LibraryId } from '@maru/model';
import { doc, onSnapshot, type Firestore } from 'firebase/firestore';
import { importInBulk } from '../../functions/testing/bulk-import.ts';
import { DEMO_PEOPLE } from '../../tools/demo/people.ts';
import { CHROMIUM } from '../e2e/chromium.ts';
import { tileOf } from '../e2e/app.ts';
import { announceItem, uploadItem, uploadOriginal, waitUntilProcessed } from '../functions/uploading.ts';
import { jpegOf } from '../media/photo.ts';
import { setUp } from '../harness/global-setup.ts';
import { signInAs, waitFor, type Person } from '../harness.ts';
import { inspect } from '../harness/inspect.ts';
import { openRecording, percentile } from './page/paint-times.ts';
import { photographer } from './photographer.ts';

const [OWNER, , MOTHER] = DEMO_PEOPLE;
/** Photos of the simulated import, and the rate of the measured pipeline: 8 photos a second. */
const SIMULATED = { photos: 10_000, perSecond: 8, albums: 20 };
/** Photos that are really uploaded, for the times. */
const UPLOADED = 300;
const CONCURRENCY = 4;
/** Photos that are edited or moved to the trash meanwhile. */
const CHANGED = 40;
/** Changes that are not counted: an instance of the API starts with the first. */
const WARM_UP = 2;

/** Records when an album's index reached each time: pairs of the time it goes to and the time it was seen, ms. */
function followIndex(
  db: Firestore,
  library: LibraryId,
  album: AlbumId,
): { seen: [number, number][]; stop: () => void } {
  const seen: [number, number][] = [];
  const stop = onSnapshot(doc(db, paths.album(library, album)), (snapshot) => {
    const { index } = readAlbum(snapshot.data());
    if (index) seen.push([index.through, Date.now()]);
  });
  return { seen, stop };
}

/** Uploads photos into `all` as the web app does. */
async function importPhotos(owner: Person, library: LibraryId, count: number): Promise<ItemId[]> {
  const photo = await photographer(1200);
  const queue = Array.from({ length: count }).keys();
  const items: ItemId[] = [];
  const worker = async (): Promise<void> => {
    for (const _ of queue) {
      const bytes = await photo();
      const item = await announceItem(owner, library, bytes);
      await uploadOriginal(owner, library, item, bytes);
      items.push(item);
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
  return items;
}

/** Uploads photos that are newer than those of the import, so that they stay in view. */
async function uploadNewest(owner: Person, library: LibraryId): Promise<ItemId[]> {
  const items: ItemId[] = [];
  for (let n = 0; n < CHANGED; n += 1) {
    const bytes = await jpegOf({ seed: Date.now() + n, width: 600, height: 400, takenAt: '2026:05:01 10:00:00' });
    items.push(await uploadItem(owner, library, bytes, { albums: [ALL] }));
  }
  for (const item of items) await waitUntilProcessed(library, item);
  return items;
}

/**
 * Edits the date of every second item and moves the others to the trash until `isDone`; returns the milliseconds from each call until
 * another person's open page shows the change.
 */
async function changeLags(
  page: Page,
  owner: Person,
  library: LibraryId,
  items: readonly ItemId[],
  isDone: () => boolean,
): Promise<number[]> {
  const lags: number[] = [];
  for (const [n, item] of items.entries()) {
    if (isDone()) break;
    const tile = tileOf(page, item);
    await tile.waitFor();
    const label = await tile.getAttribute('aria-label');
    const began = Date.now();
    const changed = page.waitForFunction(
      ([id, before]) =>
        (document.querySelector(`main [data-item="${String(id)}"]`)?.getAttribute('aria-label') ?? '') !== before,
      [item, label],
      { polling: 20, timeout: 60_000 },
    );
    if (n % 2 === 0) {
      const takenAt = { local: '2026-05-02T10:00:00', precision: 'second' } as const;
      await owner.call('editItems', { library, items: [item], edit: { takenAt }, key: 'k'.repeat(20) });
    } else {
      await owner.call('trashItems', { library, items: [item] });
    }
    await changed;
    if (n >= WARM_UP) lags.push(Date.now() - began);
  }
  return lags;
}

/** How long changes take to reach an open page while photos are imported into `all`, ms. */
interface Lags {
  /** From the commit of each photo's entry until a page saw an index that contains it. */
  readonly sheets: number[];
  /** From an edit or a removal until another person's page shows it. */
  readonly changes: number[];
}

async function measureLags(count: number): Promise<Lags> {
  const owner = await signInAs(OWNER.name, { address: OWNER.address });
  const { library } = await owner.call('createLibrary', { name: '가져오기', timeZone: 'Asia/Seoul' });
  await owner.call('inviteByEmail', { library, address: MOTHER.address, role: 'viewer' });
  const newest = await uploadNewest(owner, library);
  const browser = await chromium.launch(CHROMIUM);
  const page = await openRecording(browser, MOTHER, library);
  await page.setViewportSize({ width: 1440, height: 3000 });
  const { seen, stop } = followIndex(owner.db, library, ALL);
  let isDone = false;
  const changing = changeLags(page, owner, library, newest, () => isDone);
  const items = await importPhotos(owner, library, count);
  for (const item of items) await waitUntilProcessed(library, item, 300_000);
  isDone = true;
  const changes = await changing;
  await browser.close();
  const sheets: number[] = [];
  for (const item of items) {
    const { changed } = (await inspect.doc(paths.entry(library, ALL, item))) as { changed: { toMillis: () => number } };
    const at = changed.toMillis();
    const indexedAt = (): number | undefined => seen.find(([through]) => through >= at)?.[1];
    await waitFor('the index has the photo', () => Promise.resolve(indexedAt() !== undefined), 300_000);
    sheets.push((indexedAt() ?? Number.NaN) - at);
  }
  stop();
  await owner.close();
  return { sheets, changes };
}

/**
 * What functions do for each photo of an import into `all` and one of twenty albums, with capture dates in random order: counted in the simulator
 * with 10,000 photos, whose indexes must be byte-equal to those built from scratch. And how long an entry takes to get into its sheet, and an edit
 * or a removal to another person's open page, on the emulators, while 300 photos are imported. Arguments: both numbers.
 */
export async function bench([simulated, uploaded]: readonly string[] = []): Promise<Record<string, number>> {
  const photos = Number(simulated ?? SIMULATED.photos);
  const { reads, writes, deletes, invocations, isEqual } = await importInBulk({ ...SIMULATED, photos });
  if (!isEqual) throw new Error('an index differs from the one built from scratch');
  console.table([{ photos, reads, writes, deletes, invocations, isEqual }]);
  const end = await setUp({ rootDir: import.meta.dirname });
  try {
    const { sheets, changes } = await measureLags(Number(uploaded ?? UPLOADED));
    const quantiles = (ms: readonly number[]) => ({
      count: ms.length,
      p50: percentile(ms, 0.5),
      p95: percentile(ms, 0.95),
      max: percentile(ms, 1),
    });
    console.table({ 'sheet, s': quantiles(sheets), 'change, s': quantiles(changes) });
    return {
      readsPerItem: reads,
      writesPerItem: writes,
      deletesPerItem: deletes,
      invocationsPerItem: invocations,
      sheetLagS: percentile(sheets, 0.95),
      changeLagS: percentile(changes, 0.95),
    };
  } finally {
    await end();
  }
}
