import {
  albumsWithEntry,
  ApiError,
  editsAfter,
  isSameEdits,
  paths,
  undoOf,
  writeEdits,
  type ApiRequest,
  type ApiResponse,
  type Edit,
  type ItemId,
} from '@maru/model';
import type { Caller } from '../access/caller.ts';
import { isReady, setEntry, type EntryPorts } from '../album-index/entry-changes.ts';
import { scheduleIndexing } from '../album-index/schedule.ts';
import { requireLibrary } from './people.ts';
import { readAlbums, readItems } from '../trash/items-with-videos.ts';
import { writeGroups } from './write-groups.ts';

/**
 * Edits the caption, place or capture date of items, or the chapters of a video or sound, in groups of one transaction each. A repeated call changes nothing
 * more. Throws `invalid-request` for chapters of a photo.
 */
export async function editItems(
  ports: EntryPorts,
  caller: Caller,
  { library, items, edit, key }: ApiRequest<'editItems'>,
): Promise<ApiResponse<'editItems'>> {
  const { store, clock } = ports;
  const found = await readItems(store, library, items);
  const before: Record<ItemId, Edit> = {};
  const albums = await readAlbums(store, library, [...found.values()].flatMap(albumsWithEntry));
  // Each item, and in each album its entry and a tombstone.
  for (const group of writeGroups([...found].map(([id, item]) => [id, 1 + 2 * item.albums.length])))
    await store.transact(async (tx) => {
      await requireLibrary(tx, library, caller, 'edit-items');
      const now = clock.now();
      for (const [id, item] of await readItems(tx, library, group)) {
        if (edit.chapters !== undefined && item.mediaInfo?.kind === 'photo') throw new ApiError('invalid-request');
        before[id] = undoOf(item, edit, key);
        const edits = editsAfter(item, edit, { key, at: now });
        if (isSameEdits(edits, item.edits ?? {})) continue;
        tx.update(paths.item(library, id), { edits: writeEdits(edits), changed: new Date(now) });
        if (!isReady(item)) continue;
        const { edits: _, ...unedited } = item;
        for (const album of albumsWithEntry(item))
          if (albums.has(album)) setEntry(tx, { library, album, id }, { ...unedited, edits }, now, item);
      }
    });
  // Also if nothing changed: an earlier call may have ended before this line.
  await scheduleIndexing(ports, library, [...albums.keys()], 'changed');
  return { before };
}
