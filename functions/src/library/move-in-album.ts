import {
  albumsWithEntry,
  ALL,
  ApiError,
  compact,
  gapBefore,
  MAX_ORDER_KEY,
  orderKeysIn,
  paths,
  readEntry,
  type AlbumId,
  type ApiRequest,
  type ApiResponse,
  type Item,
  type ItemId,
  type LibraryId,
} from '@maru/model';
import type { Caller } from '../access/caller.ts';
import { isReady, setEntry, type EntryPorts } from '../album-index/entry-changes.ts';
import { scheduleIndexing } from '../album-index/schedule.ts';
import type { Transaction } from '../ports/documents.ts';
import { readItems } from '../trash/items-with-videos.ts';
import { requireAlbum } from './albums.ts';
import { requireLibrary } from './people.ts';

type Keys = ReadonlyMap<ItemId, string | null>;

/** Returns order keys for items directly before another one, or at the end. Throws ApiError if that one is not in the album or is moved itself. */
async function keysBefore(
  tx: Transaction,
  library: LibraryId,
  album: AlbumId,
  items: readonly ItemId[],
  before: ItemId | null,
): Promise<Keys> {
  const moved = [...new Set(items)];
  if (before !== null && moved.includes(before)) throw new ApiError('invalid-request');
  const entry = before === null ? undefined : await tx.read(paths.entry(library, album, before));
  if (before !== null && !entry) throw new ApiError('not-found');
  const gap = gapBefore(before !== null && entry ? [before, readEntry(entry)] : undefined);
  // The transaction reads the whole gap, so that two people who move to the same place follow each other.
  const [last] = await tx.find(paths.entries(library, album), {
    between: ['orderKey', gap.from, gap.to],
    order: ['orderKey', 'desc'],
    limit: 1,
  });
  const keys = orderKeysIn(gap, last && readEntry(last.fields).orderKey, moved);
  if (keys.some((key) => key.length > MAX_ORDER_KEY)) throw new ApiError('gap-full');
  return new Map(moved.map((id, n) => [id, keys[n] ?? null]));
}

/** The order keys of an item with another one in an album; undefined if there are none. */
function withOrderKey({ orderKeys }: Item, album: AlbumId, key: string | null): Item['orderKeys'] {
  const { [album]: _, ...others } = orderKeys ?? {};
  const next = key === null ? others : { ...others, [album]: key };
  return Object.keys(next).length > 0 ? next : undefined;
}

/** Moves items in the order by hand of an album: writes them and their entries, in one transaction. */
export async function moveInAlbum(
  ports: EntryPorts,
  caller: Caller,
  { library, album, move }: ApiRequest<'moveInAlbum'>,
): Promise<ApiResponse<'moveInAlbum'>> {
  if (album === ALL) throw new ApiError('invalid-request');
  const moved = await ports.store.transact(async (tx) => {
    await requireLibrary(tx, library, caller, 'edit-album');
    await requireAlbum(tx, library, album);
    const keys: Keys =
      'items' in move
        ? await keysBefore(tx, library, album, move.items, move.before)
        : new Map(Object.entries(move.orderKeys) as [ItemId, string | null][]);
    const now = ports.clock.now();
    const done: ItemId[] = [];
    for (const [id, item] of await readItems(tx, library, keys.keys())) {
      if (!isReady(item) || !albumsWithEntry(item).includes(album)) continue;
      done.push(id);
      const orderKeys = withOrderKey(item, album, keys.get(id) ?? null);
      tx.update(paths.item(library, id), { orderKeys, changed: new Date(now) });
      setEntry(tx, { library, album, id }, compact({ ...item, orderKeys }), now, item);
    }
    return done;
  });
  await scheduleIndexing(ports, library, [album], 'changed');
  return { moved };
}
