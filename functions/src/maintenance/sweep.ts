import {
  isItemId,
  isLibraryId,
  paths,
  readItem,
  SWEEP_AFTER_S,
  type Item,
  type ItemId,
  type LibraryId,
} from '@maru/model';
import type { StoredDocument } from '../ports/documents.ts';
import type { BulkDelete } from '../ports/deletion.ts';
import type { Ids } from '../ports/system.ts';
import { limitAnnouncements, sweepAnnouncements } from '../ingest/announcements.ts';
import { isAbandoned } from '../processing/lease.ts';
import { enqueueCurrent } from '../ingest/choose-queue.ts';
import { sweepIndexes } from '../album-index/sweep-indexes.ts';
import { sweepDeletedAlbums } from './sweep-deleted-albums.ts';
import { sweepReprocessing } from './sweep-reprocessing.ts';
import { sweepSubmissions } from '../submissions/sweep-submissions.ts';
import { sweepStreams } from '../streams/resume-stream.ts';
import { sweepRotations } from './sweep-rotations.ts';
import { SWEEP_LIMIT, sweepEach, type SweepPorts as CommonPorts } from './sweep-each.ts';

interface SweepPorts extends CommonPorts {
  readonly ids: Ids;
  readonly removal: Pick<BulkDelete, 'documents'>;
}

/** The items of a library in a state. If there are more than `SWEEP_LIMIT`, starts at a random id, so that every item gets its turn. */
async function itemsIn(
  { store, ids }: SweepPorts,
  library: LibraryId,
  state: Item['state'],
): Promise<StoredDocument[]> {
  const query = { where: ['state', '==', state], limit: SWEEP_LIMIT } as const;
  const first = await store.find(paths.items(library), query);
  return first.length < SWEEP_LIMIT ? first : store.find(paths.items(library), { ...query, startAt: ids.random() });
}

/** Enqueues an item again if no run processes it. */
async function resumeProcessing(ports: SweepPorts, library: LibraryId, id: ItemId, item: Item): Promise<boolean> {
  if (!(await isAbandoned(ports.store, library, id, ports.clock.now()))) return false;
  await enqueueCurrent(ports, library, id, item);
  return true;
}

/** Whether an item has been in its state for so long that its task must be lost. */
const isStuck = ({ changed, addedAt }: Item, now: number): boolean =>
  now >= (changed ?? addedAt) + SWEEP_AFTER_S * 1000;

/** Resumes the stuck items of a library and returns how many. Errors are logged. */
async function sweepItems(ports: SweepPorts, library: LibraryId): Promise<number> {
  const { clock, log } = ports;
  const found = await itemsIn(ports, library, 'processing');
  return sweepEach(log, library, 'item', found, async ({ id: item, fields }) => {
    const known = readItem(fields);
    return isItemId(item) && isStuck(known, clock.now()) && resumeProcessing(ports, library, item, known);
  });
}

/** Resumes everything in all libraries that a lost event, a lost task or a crash has interrupted, and returns how much. */
export async function sweep(ports: SweepPorts): Promise<number> {
  let count = 0;
  for (const { id, fields } of await ports.store.find(paths.libraries(), {})) {
    if (!isLibraryId(id)) continue;
    // Revocations first.
    count += await sweepRotations(ports, id);
    count += await sweepAnnouncements(ports, id);
    await limitAnnouncements(ports, id, fields).catch((error: unknown) => {
      ports.log('could not limit announcements', { library: id, error: String(error) });
    });
    count += (await sweepItems(ports, id)) + (await sweepSubmissions(ports, id)) + (await sweepReprocessing(ports, id));
    count += await sweepStreams(ports, id);
    count += await sweepDeletedAlbums(ports, id, fields);
    count += await sweepIndexes(ports, id).catch((error: unknown) => {
      ports.log('could not sweep indexes', { library: id, error: String(error) });
      return 0;
    });
  }
  return count;
}
