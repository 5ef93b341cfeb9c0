import { isAlbumId, isItemId, originalName, paths, readItem, SWEEP_AFTER_S, type LibraryId } from '@maru/model';
import type { Store } from '../ports/documents.ts';
import type { Clock, Log } from '../ports/system.ts';
import type { Originals, Renditions } from '../ports/objects.ts';
import type { Queue } from '../ports/queue.ts';
import { isAbandoned } from '../processing/lease.ts';
import { enqueueProcessing } from '../ingest/choose-queue.ts';
import { removeStale } from '../processing/stale-renditions.ts';
import { readReprocessing } from '../processing/reprocess-album.ts';
import { sweepEach } from './sweep-each.ts';

interface SweepPorts {
  readonly store: Store;
  readonly originals: Originals;
  readonly renditions: Renditions;
  readonly queue: Queue;
  readonly clock: Clock;
  readonly log: Log;
}

/** How many items of a library one sweep looks at. */
const AT_ONCE = 200;

/** Asks again for what is made again as a whole and nobody works at: its task was lost. */
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
  const before = (await removeStale(ports, library, AT_ONCE)) + (await sweepRemakes(ports, library));
  const wanted = await store.find(paths.items(library), { order: ['wanted', 'asc'], limit: AT_ONCE });
  const taken = await sweepEach(log, library, 'item', wanted, async ({ id: item, fields }) => {
    const known = readItem(fields);
    if (!isItemId(item) || clock.now() < (known.changed ?? 0) + SWEEP_AFTER_S * 1000) return false;
    if (!(await isAbandoned(store, library, item, clock.now()))) return false;
    const stat = await originals.stat(originalName(library, item));
    await enqueueProcessing(ports, { library, item, generation: stat?.generation ?? 'none' }, known, true);
    return true;
  });
  return before + taken;
}
