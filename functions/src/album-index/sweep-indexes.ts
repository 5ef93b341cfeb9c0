import { isTrashed, paths, readAlbum, readItem, TRASH, type AlbumId, type Item, type LibraryId } from '@maru/model';
import type { StoredDocument } from '../ports/documents.ts';
import { SWEEP_LIMIT, sweepEach, type SweepPorts } from '../maintenance/sweep-each.ts';
import { scheduleIndexing } from './schedule.ts';
import { resetIndex } from './stored-index.ts';

/** The changes to check: those of the last ten minutes, without those that are still on their way. Milliseconds. */
const [OLDEST_MS, NEWEST_MS] = [600_000, 60_000];
/** The clocks of functions and of Firestore may differ by this much. */
const SKEW_MS = 5000;

/** The albums whose entries may have changed with an item. */
const touchedAlbums = (item: Item): readonly AlbumId[] => (isTrashed(item) ? [...item.albums, TRASH] : item.albums);

/** The albums of recently changed items, and when (ms) an item of each changed last. Bad items are logged. */
async function changedAlbums({ store, clock, log }: SweepPorts, library: LibraryId): Promise<Map<AlbumId, number>> {
  const now = clock.now();
  const between = ['changed', new Date(now - OLDEST_MS), new Date(now - NEWEST_MS)] as const;
  const found = await store.find(paths.items(library), { between, limit: SWEEP_LIMIT });
  const latest = new Map<AlbumId, number>();
  await sweepEach(log, library, 'item', found, ({ fields }) => {
    const item = readItem(fields);
    if (item.state === 'ready') for (const album of touchedAlbums(item)) latest.set(album, item.changed ?? 0);
    return Promise.resolve(false);
  });
  // An item that left the trash does not tell.
  if (latest.size > 0 && !latest.has(TRASH)) latest.set(TRASH, 0);
  return latest;
}

/** Schedules indexes that miss a recent change, and rebuilds those whose number of entries is wrong. Returns how many. */
export async function sweepIndexes(ports: SweepPorts, library: LibraryId): Promise<number> {
  const { store, clock, log } = ports;
  const latest = await changedAlbums(ports, library);
  const documents = await store.readAll([...latest.keys()].map((album) => paths.album(library, album)));
  const albums = [...latest.keys()].flatMap((id, n): StoredDocument[] => {
    const fields = documents[n];
    return fields ? [{ id, path: paths.album(library, id), fields }] : [];
  });
  return sweepEach(log, library, 'album', albums, async ({ id, fields }) => {
    const album = id as AlbumId;
    const { index, count } = readAlbum(fields);
    const through = index?.through ?? 0;
    const isLate = through < (latest.get(album) ?? 0) - SKEW_MS;
    // While entries change, their number does too.
    const isQuiet = through < clock.now() - NEWEST_MS;
    const query = { where: ['state', '==', 'ready'] } as const;
    const isWrong = isQuiet && (await store.count(paths.entries(library, album), query)) !== count;
    if (isWrong) await resetIndex(store, library, album);
    if (isLate || isWrong) await scheduleIndexing(ports, library, [album], 'changed');
    return isLate || isWrong;
  });
}
