import { isAlbumId, isItemId, paths, readItem, SWEEP_AFTER_S, type LibraryId } from '@maru/model';
import { isAbandoned } from '../processing/lease.ts';
import { enqueueCurrent } from '../ingest/choose-queue.ts';
import { removeStale } from '../processing/stale-renditions.ts';
import { readReprocessing } from '../processing/reprocess-album.ts';
import { SWEEP_LIMIT, sweepEach, type SweepPorts } from './sweep-each.ts';

/** Enqueues a reprocessing run again if its task was lost: nothing has worked on it for a while. */
async function sweepRuns({ store, queue, clock, log }: SweepPorts, library: LibraryId): Promise<number> {
  const runs = await store.find(paths.reprocessings(library), {});
  return sweepEach(log, library, 'album', runs, async ({ id: album, fields }) => {
    if (!isAlbumId(album) || clock.now() < readReprocessing(fields).heartbeatAt + SWEEP_AFTER_S * 1000) return false;
    await queue.reprocessAlbum({ library, album });
    return true;
  });
}

/** Resumes the interrupted reprocessing of a library and removes stale renditions. Returns how many items and runs it was. */
export async function sweepReprocessing(ports: SweepPorts, library: LibraryId): Promise<number> {
  const { store, clock, log } = ports;
  const others = (await removeStale(ports, library, SWEEP_LIMIT)) + (await sweepRuns(ports, library));
  const pending = await store.find(paths.items(library), { order: ['targetRev', 'asc'], limit: SWEEP_LIMIT });
  const resumed = await sweepEach(log, library, 'item', pending, async ({ id: item, fields }) => {
    const known = readItem(fields);
    if (!isItemId(item) || clock.now() < (known.changed ?? 0) + SWEEP_AFTER_S * 1000) return false;
    if (!(await isAbandoned(store, library, item, clock.now()))) return false;
    await enqueueCurrent(ports, library, item, known, true);
    return true;
  });
  return others + resumed;
}
