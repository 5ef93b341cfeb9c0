import type { LibraryId } from '@maru/model';
import type { StoredDocument } from '../ports/documents.ts';
import type { Log } from '../ports/system.ts';

/** Takes up each of what a sweep found that `takeUp` says it did; what cannot be taken up is logged, and keeps nothing else from it. Gives how many. */
export async function sweepEach(
  log: Log,
  library: LibraryId,
  kind: 'item' | 'album' | 'offer',
  found: readonly StoredDocument[],
  takeUp: (one: StoredDocument) => Promise<boolean>,
): Promise<number> {
  let count = 0;
  for (const one of found) {
    const which = { library, [kind]: one.id };
    try {
      if (!(await takeUp(one))) continue;
      log('swept', which);
      count += 1;
    } catch (error) {
      log('could not be swept', { ...which, why: String(error) });
    }
  }
  return count;
}
