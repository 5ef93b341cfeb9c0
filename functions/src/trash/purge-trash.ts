import { isLibraryId, paths, readLibrary, TRASH, TRASH_DAYS, type LibraryId } from '@maru/model';
import type { Store } from '../ports/documents.ts';
import type { Originals, Renditions } from '../ports/objects.ts';
import type { Queue } from '../ports/queue.ts';
import type { Clock, Log } from '../ports/system.ts';
import { deleteTrashed, emptiedAtOf } from './delete-items.ts';
import { purgeDeleted } from './purge-deleted.ts';

interface PurgePorts {
  readonly store: Store;
  readonly originals: Originals;
  readonly renditions: Renditions;
  readonly queue: Queue;
  readonly clock: Clock;
  readonly log: Log;
}

/** How long one run purges, in milliseconds; the next one continues. */
const RUN_MS = 120_000;

/**
 * Deletes what has been in a library's trash for `TRASH_DAYS`, and purges what was deleted from it, until the time `end` (ms). Returns how many
 * items are gone.
 */
async function purgeLibraryTrash(ports: PurgePorts, library: LibraryId, end: number): Promise<number> {
  const { store, clock } = ports;
  const emptiedAt = emptiedAtOf(await store.read(paths.album(library, TRASH)));
  const dueAt = Math.max(clock.now() - TRASH_DAYS * 86_400_000, emptiedAt);
  await deleteTrashed(ports, library, dueAt, end);
  return purgeDeleted(ports, library, end);
}

/**
 * Purges the trash of all libraries, except those that are scheduled for deletion, and returns how many items are gone. Each library gets an
 * equal share of the time that is left, so that none waits for another's 100,000 items.
 */
export async function purgeTrash(ports: PurgePorts): Promise<number> {
  const { store, clock, log } = ports;
  const end = clock.now() + RUN_MS;
  const libraries = await store.find(paths.libraries(), {});
  let count = 0;
  for (const [n, { id: library, fields }] of libraries.entries()) {
    try {
      if (!isLibraryId(library) || readLibrary(fields).deleteAt !== undefined) continue;
      const share = (end - clock.now()) / (libraries.length - n);
      const gone = await purgeLibraryTrash(ports, library, clock.now() + share);
      if (gone > 0) log('purged items', { library, items: gone });
      count += gone;
    } catch (error) {
      // The others are still purged.
      log('trash purge failed', { library, error: String(error) });
    }
  }
  return count;
}
