import { isAlbumId, paths, readAlbum, readItem, type AlbumId, type LibraryId } from '@maru/model';
import { SWEEP_LIMIT, type SweepPorts } from '../maintenance/sweep-each.ts';
import { scheduleIndexing } from './schedule.ts';
import { resetIndex } from './stored-index.ts';

/** Changes of the last ten minutes are checked, but for those that are still on their way. */
const [OLDEST_MS, NEWEST_MS] = [600_000, 60_000];
/** The clocks of functions and of Firestore may differ by this much. */
const SKEW_MS = 5000;

/** Whether an index lacks a change of this time (ms), or has another number of entries than the album. */
async function isStale({ store, clock }: SweepPorts, library: LibraryId, album: AlbumId, changed: number) {
  const fields = await store.read(paths.album(library, album));
  if (!fields) return { isLate: false, isWrong: false };
  const { index, count } = readAlbum(fields);
  const through = index?.through ?? 0;
  // While entries change, the number does too.
  const isQuiet = through < clock.now() - NEWEST_MS;
  const entries = isQuiet
    ? await store.count(paths.entries(library, album), { where: ['state', '==', 'ready'] })
    : count;
  return { isLate: through < changed - SKEW_MS, isWrong: entries !== count };
}

/** Schedules indexes that miss a recent change, and rebuilds those whose number of entries is wrong. Returns how many. */
export async function sweepIndexes(ports: SweepPorts, library: LibraryId): Promise<number> {
  const { store, clock, log } = ports;
  const now = clock.now();
  const between = ['changed', new Date(now - OLDEST_MS), new Date(now - NEWEST_MS)] as const;
  const found = await store.find(paths.items(library), { between, limit: SWEEP_LIMIT });
  const latest = new Map<AlbumId, number>();
  for (const { fields } of found) {
    const { albums, changed = 0, state } = readItem(fields);
    if (state === 'ready') for (const album of albums.filter(isAlbumId)) latest.set(album, changed);
  }
  let count = 0;
  for (const [album, changed] of latest) {
    const { isLate, isWrong } = await isStale(ports, library, album, changed);
    if (isWrong) await resetIndex(store, library, album);
    if (!isLate && !isWrong) continue;
    await scheduleIndexing(ports, library, [album], 'changed');
    log('swept', { library, album, why: isWrong ? 'the number of entries is wrong' : 'not indexed' });
    count += 1;
  }
  return count;
}
