import {
  isItemId,
  isLibraryId,
  originalName,
  paths,
  readItem,
  SWEEP_AFTER_S,
  type Item,
  type LibraryId,
} from '@maru/model';
import type { Clock, Log, Originals, Queue, Store } from '../ports.ts';
import { finalized } from './finalized.ts';
import { readLease } from './lease.ts';

interface SweepPorts {
  readonly store: Store;
  readonly originals: Originals;
  readonly queue: Queue;
  readonly clock: Clock;
  readonly log: Log;
}

/** How many items of a library and a state one sweep looks at: what only waits its turn is not put into the queue without end. */
const AT_ONCE = 200;

/** Where an item stands still, since `since` (ms). */
type Stuck = { readonly id: string; readonly known: Item; readonly since: number };

/** The items of a library that have been in a state for longer than anything but a loss explains. */
async function stuck({ store, clock }: SweepPorts, library: LibraryId, state: Item['state']): Promise<Stuck[]> {
  const found = await store.find(paths.items(library), { where: ['state', '==', state], limit: AT_ONCE });
  return found
    .map(({ id, fields }) => {
      const known = readItem(fields);
      return { id, known, since: known.changed ?? known.addedAt };
    })
    .filter(({ since }) => clock.now() >= since + SWEEP_AFTER_S * 1000);
}

/**
 * Takes up what was left behind: an upload whose event was lost, and what stayed in `processing` without a living lease.
 * An upload that never came is left alone: who brings the bytes takes over. Gives how many items it took up.
 */
export async function sweep(ports: SweepPorts): Promise<number> {
  const { store, originals, queue, clock, log } = ports;
  let count = 0;
  const took = (library: LibraryId, item: string): void => {
    log('swept', { library, item });
    count += 1;
  };
  for (const { id: library } of await store.find(paths.libraries(), {})) {
    if (!isLibraryId(library)) continue;
    for (const { id: item } of await stuck(ports, library, 'uploading')) {
      const name = isItemId(item) ? originalName(library, item) : '';
      const stat = name === '' ? undefined : await originals.stat(name);
      if (stat && (await finalized(ports, { name, generation: stat.generation })).act) took(library, item);
    }
    for (const { id: item } of await stuck(ports, library, 'processing')) {
      if (!isItemId(item)) continue;
      const lease = await store.read(paths.lease(library, item));
      if (lease && clock.now() < readLease(lease).until + SWEEP_AFTER_S * 1000) continue;
      const stat = await originals.stat(originalName(library, item));
      await queue.make({ library, item, generation: stat?.generation ?? 'none' });
      took(library, item);
    }
  }
  return count;
}
