import {
  ApiError,
  isTrashed,
  type AlbumId,
  type ApiRequest,
  type ApiResponse,
  type ItemId,
  type LibraryId,
} from '@maru/model';
import type { Caller } from '../access/caller.ts';
import { removeEntry, isReady } from '../album-index/entry-changes.ts';
import { scheduleIndexing } from '../album-index/schedule.ts';
import type { Transaction } from '../ports/documents.ts';
import { enqueueRotation, type SharingPorts } from '../sharing/sharing-state.ts';
import { isLostBySomeone, isRevoking, requestRotation } from '../trash/request-rotation.ts';
import { removeAlbumFromItem } from '../trash/moves.ts';
import { isOpen, readAlbums, readItemsWithVideos, type ItemWithVideo } from '../trash/items-with-videos.ts';
import { requireLibrary } from './people.ts';
import { writeGroups } from './write-groups.ts';

/** Documents that the removal of one item writes: it and its video, its entry and a tombstone. */
const WRITES = 4;

/** Reads these items and their albums: which of them leave the album, and which are not in it. Throws ApiError if it does not exist. */
async function readRemoval(tx: Transaction, library: LibraryId, album: AlbumId, ids: readonly ItemId[]) {
  const found = (await readItemsWithVideos(tx, library, ids)).filter(({ item }) => !isTrashed(item));
  const albums = await readAlbums(tx, library, [album, ...found.flatMap(({ item }) => item.albums)]);
  const from = albums.get(album);
  if (!isOpen(from)) throw new ApiError('not-found');
  const othersOf = ({ item }: ItemWithVideo) =>
    item.albums
      .filter((one) => one !== album)
      .map((one) => albums.get(one))
      .filter(isOpen);
  const isIn = ({ item }: ItemWithVideo) => item.albums.includes(album);
  return {
    // An item that is in no other album would be visible nowhere.
    leaving: found
      .filter((one) => isIn(one) && othersOf(one).length > 0)
      .map((itemWithVideo) => ({ itemWithVideo, isLost: isLostBySomeone([from], othersOf(itemWithVideo)) })),
    absent: found.filter((one) => !isIn(one)),
  };
}

/**
 * Removes items from an album, except those that are in no other album. A reader of the album who sees an item in no other album loses it:
 * its token is rotated. A call that was interrupted may be repeated.
 */
export async function removeFromAlbum(
  ports: SharingPorts,
  caller: Caller,
  { library, album, items }: ApiRequest<'removeFromAlbum'>,
): Promise<ApiResponse<'removeFromAlbum'>> {
  const { store, clock, ids } = ports;
  const removed: ItemId[] = [];
  for (const group of writeGroups(items.map((id) => [id, WRITES]))) {
    const done = await store.transact(async (tx) => {
      await requireLibrary(tx, library, caller, 'remove-from-album');
      const { leaving, absent } = await readRemoval(tx, library, album, group);
      const mustRotate = await isRevoking(tx, library);
      const now = clock.now();
      for (const { itemWithVideo } of leaving) {
        const { id, item } = itemWithVideo;
        removeAlbumFromItem(tx, library, itemWithVideo, album, now);
        if (isReady(item)) removeEntry(tx, { library, album, id }, item, now);
      }
      const left = leaving.map(({ itemWithVideo }) => itemWithVideo);
      const lost = leaving.filter(({ isLost }) => mustRotate || isLost).map(({ itemWithVideo }) => itemWithVideo);
      return { gone: [...left, ...absent], rotation: requestRotation(tx, library, lost, now, ids) };
    });
    await enqueueRotation(ports, library, done.rotation);
    removed.push(...done.gone.map(({ id }) => id));
  }
  // Also if nothing was removed: an earlier call may have ended before this line.
  await scheduleIndexing(ports, library, [album], 'changed');
  return { removed };
}
