import { isItemId, isLibraryId, originalName, paths, readItem, SWEEP_AFTER_S } from '@maru/model';
import type { Clock, Log, Originals, Queue, Store } from '../ports.ts';
import { readLease } from './lease.ts';

/** How many items of a library one sweep looks at: what only waits its turn is not put into the queue without end. */
const AT_ONCE = 200;

/** Puts what stayed in `processing` without a living lease into the queue again; gives how many items that were. */
export async function sweep(ports: {
  store: Store;
  originals: Originals;
  queue: Queue;
  clock: Clock;
  log: Log;
}): Promise<number> {
  const { store, originals, queue, clock, log } = ports;
  let count = 0;
  for (const { id: library } of await store.find(paths.libraries(), {})) {
    if (!isLibraryId(library)) continue;
    const waiting = { where: ['state', '==', 'processing'], limit: AT_ONCE } as const;
    for (const { id: item, fields } of await store.find(paths.items(library), waiting)) {
      if (!isItemId(item)) continue;
      const now = clock.now();
      const { changed = 0 } = readItem(fields);
      const lease = await store.read(paths.lease(library, item));
      const heldUntil = lease ? readLease(lease).until : 0;
      if (now < Math.max(changed, heldUntil) + SWEEP_AFTER_S * 1000) continue;
      const stat = await originals.stat(originalName(library, item));
      await queue.make({ library, item, generation: stat?.generation ?? 'none' });
      log('swept', { library, item });
      count += 1;
    }
  }
  return count;
}
