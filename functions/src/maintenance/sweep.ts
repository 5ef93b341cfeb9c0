import {
  isItemId,
  isLibraryId,
  originalName,
  paths,
  readItem,
  SWEEP_AFTER_S,
  type Item,
  type ItemId,
  type LibraryId,
} from '@maru/model';
import type { StoredDocument } from '../ports/documents.ts';
import type { Ids } from '../ports/system.ts';
import { limitAnnouncements, sweepAnnouncements } from '../ingest/announcements.ts';
import { isAbandoned } from '../processing/lease.ts';
import { enqueueProcessing } from '../ingest/choose-queue.ts';
import { sweepReprocessing } from './sweep-reprocessing.ts';
import { sweepSubmissions } from '../submissions/sweep-submissions.ts';
import { sweepRotations } from './sweep-rotations.ts';
import { SWEEP_LIMIT, sweepEach, type SweepPorts as CommonPorts } from './sweep-each.ts';

interface SweepPorts extends CommonPorts {
  readonly ids: Ids;
}

/** The items of a library in a state; of more than `SWEEP_LIMIT` others each time, so that none waits behind the rest for ever. */
async function inState(
  { store, ids }: SweepPorts,
  library: LibraryId,
  state: Item['state'],
): Promise<StoredDocument[]> {
  const question = { where: ['state', '==', state], limit: SWEEP_LIMIT } as const;
  const first = await store.find(paths.items(library), question);
  return first.length < SWEEP_LIMIT ? first : store.find(paths.items(library), { ...question, startAt: ids.album() });
}

/** What nobody makes. */
async function unmade(ports: SweepPorts, library: LibraryId, id: ItemId, item: Item): Promise<boolean> {
  const { store, originals, clock } = ports;
  if (!(await isAbandoned(store, library, id, clock.now()))) return false;
  const stat = await originals.stat(originalName(library, id));
  await enqueueProcessing(ports, { library, item: id, generation: stat?.generation ?? 'none' }, item);
  return true;
}

/** Whether an item has been in its state for longer than anything but a loss explains. */
const isStuck = ({ changed, addedAt }: Item, now: number): boolean =>
  now >= (changed ?? addedAt) + SWEEP_AFTER_S * 1000;

/** Takes up what is stuck in one library; what cannot be taken up is logged, and keeps nothing else from it. */
async function sweepLibrary(ports: SweepPorts, library: LibraryId): Promise<number> {
  const { clock, log } = ports;
  const found = await inState(ports, library, 'processing');
  return sweepEach(log, library, 'item', found, async ({ id: item, fields }) => {
    const known = readItem(fields);
    return isItemId(item) && isStuck(known, clock.now()) && unmade(ports, library, item, known);
  });
}

/** Takes up what was left behind in all libraries: by a lost event, a lost task or a crash. Gives how many items, offers and rotations it took up, older revs included. */
export async function sweep(ports: SweepPorts): Promise<number> {
  let count = 0;
  for (const { id, fields } of await ports.store.find(paths.libraries(), {})) {
    if (!isLibraryId(id)) continue;
    // What somebody lost before all: it waits the least.
    count += await sweepRotations(ports, id);
    count += await sweepAnnouncements(ports, id);
    await limitAnnouncements(ports, id, fields).catch((error: unknown) => {
      ports.log('could not limit announcements', { library: id, why: String(error) });
    });
    count +=
      (await sweepLibrary(ports, id)) + (await sweepSubmissions(ports, id)) + (await sweepReprocessing(ports, id));
  }
  return count;
}
