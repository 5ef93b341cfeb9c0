import { ALL, paths, readAlbum, type AlbumId, type ItemId, type LibraryId } from '@maru/model';
import { doc, onSnapshot, type Firestore } from 'firebase/firestore';
import { importInBulk } from '../../functions/testing/bulk-import.ts';
import { DEMO_PEOPLE } from '../../tools/demo/people.ts';
import { announceItem, uploadOriginal } from '../functions/uploading.ts';
import { setUp } from '../harness/global-setup.ts';
import { signInAs, waitFor } from '../harness.ts';
import { inspect } from '../harness/inspect.ts';
import { percentile } from './paint-times.ts';
import { photographer } from './photographer.ts';

const [OWNER] = DEMO_PEOPLE;
/** Photos of the simulated import, and the rate of the measured pipeline: 8 photos a second. */
const SIMULATED = { photos: 10_000, perSecond: 8, albums: 20 };
/** Photos that are really uploaded, for the times. */
const UPLOADED = 300;
const CONCURRENCY = 4;

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

/** Imports photos into `all`, and returns the milliseconds from the commit of each entry until an open page saw an index that contains it. */
async function sheetLags(count: number): Promise<number[]> {
  const owner = await signInAs(OWNER.name, { address: OWNER.address });
  const { library } = await owner.call('createLibrary', { name: '가져오기', timeZone: 'Asia/Seoul' });
  const { seen, stop } = followIndex(owner.db, library, ALL);
  const photo = await photographer(1200);
  const queue = Array.from({ length: count }).keys();
  const items: ItemId[] = [];
  await Promise.all(
    Array.from({ length: CONCURRENCY }, async () => {
      for (const _ of queue) {
        const bytes = await photo();
        const item = await announceItem(owner, library, bytes);
        await uploadOriginal(owner, library, item, bytes);
        items.push(item);
      }
    }),
  );
  await waitFor(
    'the index has every photo',
    async () => readAlbum(await inspect.doc(paths.album(library, ALL))).count === count,
    300_000,
  );
  const lags: number[] = [];
  for (const item of items) {
    const { changed } = (await inspect.doc(paths.entry(library, ALL, item))) as { changed: { toMillis: () => number } };
    const at = changed.toMillis();
    const [, indexedAt = Number.NaN] = seen.find(([through]) => through >= at) ?? [];
    lags.push(indexedAt - at);
  }
  stop();
  await owner.close();
  return lags;
}

/**
 * What functions do for each photo of an import into `all` and one of twenty albums, with capture dates in random order: counted in the simulator
 * with 10,000 photos, whose indexes must be byte-equal to those built from scratch. And how long an entry takes to get into its sheet, on the
 * emulators, with 300. Arguments: both numbers.
 */
export async function bench([simulated, uploaded]: readonly string[] = []): Promise<Record<string, number>> {
  const photos = Number(simulated ?? SIMULATED.photos);
  const { reads, writes, deletes, invocations, isEqual } = await importInBulk({ ...SIMULATED, photos });
  if (!isEqual) throw new Error('an index differs from the one built from scratch');
  console.table([{ photos, reads, writes, deletes, invocations, isEqual }]);
  const end = await setUp({ rootDir: import.meta.dirname });
  try {
    const lags = await sheetLags(Number(uploaded ?? UPLOADED));
    const [p50, p95, most] = [percentile(lags, 0.5), percentile(lags, 0.95), percentile(lags, 1)];
    console.table([{ lag: 'seconds', p50, p95, most }]);
    return {
      readsPerItem: reads,
      writesPerItem: writes,
      deletesPerItem: deletes,
      invocationsPerItem: invocations,
      sheetLagS: p95,
    };
  } finally {
    await end();
  }
}
