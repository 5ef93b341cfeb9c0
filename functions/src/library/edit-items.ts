import {
  albumsWithEntry,
  editsAfter,
  isSameEdits,
  paths,
  readItem,
  writeEdits,
  type AlbumId,
  type ApiRequest,
  type ApiResponse,
  type Item,
  type ItemId,
  type LibraryId,
} from '@maru/model';
import type { Caller } from '../access/caller.ts';
import { isReady, setEntry } from '../album-index/entry-changes.ts';
import { scheduleIndexing } from '../album-index/schedule.ts';
import type { Store, Transaction } from '../ports/documents.ts';
import type { Queue } from '../ports/queue.ts';
import type { Clock } from '../ports/system.ts';
import { requireLibrary } from './people.ts';
import { writeGroups } from './write-groups.ts';

interface EditPorts {
  readonly store: Store;
  readonly clock: Clock;
  readonly queue: Queue;
}

type Rows = readonly (readonly [ItemId, Item])[];

async function readItems(
  from: Pick<Transaction, 'readAll'>,
  library: LibraryId,
  ids: readonly ItemId[],
): Promise<Rows> {
  const found = await from.readAll(ids.map((id) => paths.item(library, id)));
  return ids.flatMap((id, n) => (found[n] ? [[id, readItem(found[n])] as const] : []));
}

/** The albums of these items that exist: an item may name some that were never created, or were deleted. */
async function existingAlbums(store: Store, library: LibraryId, items: Rows): Promise<Set<AlbumId>> {
  const albums = [...new Set(items.flatMap(([, item]) => albumsWithEntry(item)))];
  const found = await store.readAll(albums.map((album) => paths.album(library, album)));
  return new Set(albums.filter((_, n) => found[n] !== undefined));
}

/** Edits the caption or capture date of items, in groups of one transaction each. A repeated call changes nothing more. */
export async function editItems(
  ports: EditPorts,
  caller: Caller,
  { library, items, edit }: ApiRequest<'editItems'>,
): Promise<ApiResponse<'editItems'>> {
  const { store, clock } = ports;
  const found = await readItems(store, library, [...new Set(items)]);
  const albums = await existingAlbums(store, library, found);
  // Each item, and in each album its entry and a tombstone.
  for (const group of writeGroups(found.map(([id, item]) => [id, 1 + 2 * item.albums.length])))
    await store.transact(async (tx) => {
      await requireLibrary(tx, library, caller, 'edit-items');
      const now = clock.now();
      for (const [id, item] of await readItems(tx, library, group)) {
        const edits = editsAfter(item, edit, now);
        if (isSameEdits(edits, item.edits ?? {})) continue;
        tx.update(paths.item(library, id), { edits: writeEdits(edits), changed: new Date(now) });
        if (!isReady(item)) continue;
        const { edits: _, ...unedited } = item;
        for (const album of albumsWithEntry(item))
          if (albums.has(album)) setEntry(tx, { library, album, id }, { ...unedited, edits }, now, item);
      }
    });
  // Also if nothing changed: an earlier call may have ended before this line.
  await scheduleIndexing(ports, library, [...albums], 'changed');
  return { edited: found.length };
}
