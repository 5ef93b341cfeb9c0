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

interface OutdatedPorts {
  readonly store: Store;
  readonly renditions: Renditions;
  readonly clock: Clock;
  readonly log: Log;
}

/** Notes that an item has renditions of an older rev, and until when (from `at`, ms) they may still be looked at. */
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

/** Removes every rev of an item that is older than the one that is shown: what is being made is younger. */
async function removeOlder({ store, renditions }: OutdatedPorts, library: LibraryId, item: ItemId): Promise<void> {
  const fields = await store.read(paths.item(library, item));
  // An item that is gone took its objects along.
  if (!fields) return;
  const { rev } = readItem(fields);
  const names = await renditions.list(itemRenditionsPrefix(library, item));
  const revs = new Set(names.flatMap((name) => parseRenditionName(name)?.rev ?? []));
  for (const older of revs) if (older < rev) await renditions.removeAll(renditionFolder(library, item, older));
}

/** Removes what nobody looks at any more of up to `atMost` items that were made again. Gives how many it was of. */
export async function removeStale(ports: OutdatedPorts, library: LibraryId, atMost: number): Promise<number> {
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
        const now = await tx.read(path);
        // Made once more meanwhile: the rev of then waits for its own time.
        if (now && untilOf(now) === until) tx.remove(path);
      });
      count += 1;
    } catch (error) {
      log('could not be removed', { library, item: id, why: String(error) });
    }
  }
  return count;
}
