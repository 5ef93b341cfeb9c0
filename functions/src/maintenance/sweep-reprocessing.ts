import { isAlbumId, isItemId, originalName, paths, readItem, SWEEP_AFTER_S, type LibraryId } from '@maru/model';
import { isAbandoned } from '../processing/lease.ts';
import { enqueueProcessing } from '../ingest/choose-queue.ts';
import { removeStale } from '../processing/stale-renditions.ts';
import { readReprocessing } from '../processing/reprocess-album.ts';
import { SWEEP_LIMIT, sweepEach, type SweepPorts } from './sweep-each.ts';

/** Enqueues a reprocessing run again whose task was lost: nothing has worked on it for a while. */
async function sweepRemakes({ store, queue, clock, log }: SweepPorts, library: LibraryId): Promise<number> {
  const remakes = await store.find(paths.reprocessings(library), {});
  return sweepEach(log, library, 'album', remakes, async ({ id: album, fields }) => {
    if (!isAlbumId(album) || clock.now() < readReprocessing(fields).beat + SWEEP_AFTER_S * 1000) return false;
    await queue.reprocessAlbum({ library, album });
    return true;
  });
}

/** Takes up what is to be made again and nobody makes, and removes what nobody looks at any more. Gives how many items it was of. */
export async function sweepReprocessing(ports: SweepPorts, library: LibraryId): Promise<number> {
  const { store, originals, clock, log } = ports;
  const before = (await removeStale(ports, library, SWEEP_LIMIT)) + (await sweepRemakes(ports, library));
  const pending = await store.find(paths.items(library), { order: ['targetRev', 'asc'], limit: SWEEP_LIMIT });
  const taken = await sweepEach(log, library, 'item', pending, async ({ id: item, fields }) => {
    const known = readItem(fields);
    if (!isItemId(item) || clock.now() < (known.changed ?? 0) + SWEEP_AFTER_S * 1000) return false;
    if (!(await isAbandoned(store, library, item, clock.now()))) return false;
    const stat = await originals.stat(originalName(library, item));
    await enqueueProcessing(ports, { library, item, generation: stat?.generation ?? 'none' }, known, true);
    return true;
  });
  return before + taken;
}
