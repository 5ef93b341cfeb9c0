import type { LibraryId } from '@maru/model';
import type { StoredDocument, Store } from '../ports/documents.ts';
import type { Originals, Renditions } from '../ports/objects.ts';
import type { Queue } from '../ports/queue.ts';
import type { Clock, Log } from '../ports/system.ts';

/** What the sweepers need. */
export interface SweepPorts {
  readonly store: Store;
  readonly originals: Originals;
  readonly renditions: Renditions;
  readonly queue: Queue;
  readonly clock: Clock;
  readonly log: Log;
}

/** How many documents of a library one query of a sweep reads. */
export const SWEEP_LIMIT = 200;

/**
 * Runs `recover` for each document that a sweep found. An error is logged and does not stop the others. Returns how many were recovered, by
 * the results of `recover`.
 */
export async function sweepEach(
  log: Log,
  library: LibraryId,
  kind: 'item' | 'album' | 'submission' | 'rotation',
  found: readonly StoredDocument[],
  recover: (one: StoredDocument) => Promise<boolean>,
): Promise<number> {
  let count = 0;
  for (const one of found) {
    const context = { library, [kind]: one.id };
    try {
      if (!(await recover(one))) continue;
      log('swept', context);
      count += 1;
    } catch (error) {
      log('could not be swept', { ...context, error: String(error) });
    }
  }
  return count;
}
