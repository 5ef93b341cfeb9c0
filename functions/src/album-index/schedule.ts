import { INDEX_ADDED_MS, INDEX_CHANGED_MS, type AlbumId, type LibraryId } from '@maru/model';
import type { Queue } from '../ports/queue.ts';
import type { Clock } from '../ports/system.ts';

/**
 * Schedules the update of albums' indexes, after a change was committed. All changes of a time slot share one task, which runs when the slot
 * is over: `added` entries may wait longer than entries that were `changed` or removed.
 */
export async function scheduleIndexing(
  { queue, clock }: { readonly queue: Queue; readonly clock: Clock },
  library: LibraryId,
  albums: readonly AlbumId[],
  kind: 'added' | 'changed',
): Promise<void> {
  const delay = kind === 'added' ? INDEX_ADDED_MS : INDEX_CHANGED_MS;
  const at = (Math.floor(clock.now() / delay) + 1) * delay;
  for (const album of albums) await queue.indexAlbum({ library, album }, at);
}
