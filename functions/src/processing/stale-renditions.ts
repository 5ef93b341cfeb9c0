import {
  instant,
  parse,
  parseRenditionName,
  paths,
  readItem,
  renditionFolder,
  itemRenditionsPrefix,
  STALE_IMAGE_S,
  STALE_STREAM_S,
  type ItemId,
  type LibraryId,
  type MediaInfo,
} from '@maru/model';
import * as v from 'valibot';
import type { Fields, Store, Transaction } from '../ports/documents.ts';
import type { Clock, Log } from '../ports/system.ts';
import type { Renditions } from '../ports/objects.ts';

interface StalePorts {
  readonly store: Store;
  readonly renditions: Renditions;
  readonly clock: Clock;
  readonly log: Log;
}

/** Marks the current renditions of an item for deletion some time after `at` (ms since 1970), when open pages no longer use them. */
export function markStale(
  tx: Transaction,
  { library, item }: { readonly library: LibraryId; readonly item: ItemId },
  before: MediaInfo,
  at: number,
): void {
  const seconds = before.variants.length > 0 ? STALE_STREAM_S : STALE_IMAGE_S;
  tx.set(paths.staleItem(library, item), { until: new Date(at + seconds * 1000) });
}

const staleSchema = v.object({ until: instant });
const untilOf = (fields: Fields): number => parse('stale', staleSchema, fields).until;

/** Deletes the renditions of all revs before the displayed one. A rev in processing is newer. */
async function removeOlder({ store, renditions }: StalePorts, library: LibraryId, item: ItemId): Promise<void> {
  const fields = await store.read(paths.item(library, item));
  // The objects of a deleted item were deleted with it.
  if (!fields) return;
  const { rev } = readItem(fields);
  const names = await renditions.list(itemRenditionsPrefix(library, item));
  const revs = new Set(names.flatMap((name) => parseRenditionName(name)?.rev ?? []));
  for (const older of revs) if (older < rev) await renditions.removeAll(renditionFolder(library, item, older));
}

/** Deletes stale renditions that are due, of up to `atMost` items. Returns the number of items. */
export async function removeStale(ports: StalePorts, library: LibraryId, atMost: number): Promise<number> {
  const { store, clock, log } = ports;
  let count = 0;
  for (const { id, path, fields } of await store.find(paths.staleItems(library), {
    order: ['until', 'asc'],
    limit: atMost,
  })) {
    try {
      const until = untilOf(fields);
      if (until > clock.now()) break;
      await removeOlder(ports, library, id as ItemId);
      await store.transact(async (tx) => {
        const current = await tx.read(path);
        // If the item was reprocessed again meanwhile, the newer stale rev is due later.
        if (current && untilOf(current) === until) tx.remove(path);
      });
      count += 1;
    } catch (error) {
      log('could not be removed', { library, item: id, error: String(error) });
    }
  }
  return count;
}
