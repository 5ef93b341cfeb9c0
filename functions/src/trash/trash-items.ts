import {
  ALL,
  isTrashed,
  TRASH,
  type AlbumId,
  type ApiRequest,
  type ApiResponse,
  type ItemId,
  type Library,
  type LibraryId,
} from '@maru/model';
import type { Caller } from '../access/caller.ts';
import { scheduleIndexing } from '../album-index/schedule.ts';
import { requireLibrary } from '../library/people.ts';
import { writeGroups } from '../library/write-groups.ts';
import type { Transaction } from '../ports/documents.ts';
import { enqueueRotation, type SharingPorts } from '../sharing/sharing-state.ts';
import { isLostBySomeone, isRevoking, requestRotation } from './request-rotation.ts';
import { createTrash, isTrashable, mayDelete, moveToTrash, takeFromTrash, trashReaders } from './moves.ts';
import { isOpen, readAlbums, readItemsWithVideos, type ItemWithVideo } from './items-with-videos.ts';

/** What moving a group of items does in its transaction: the albums to index, how many items are where they should be, and a rotation. */
interface Moved {
  readonly count: number;
  readonly albums: readonly AlbumId[];
  readonly rotation?: string | undefined;
}

/** An item and its video, and in each of its albums and in the trash an entry and a tombstone. */
const writesOf = ({ item }: ItemWithVideo): number => 2 + 2 * (item.albums.length + 1);

/** Groups of items, each for one transaction that moves them to the trash or out of it. */
export const groupsToMove = (itemsWithVideos: readonly ItemWithVideo[]): ItemId[][] =>
  writeGroups(itemsWithVideos.map((itemWithVideo) => [itemWithVideo.id, writesOf(itemWithVideo)]));

/**
 * Moves the items that the caller may delete, in groups of one transaction each, and returns how many are where they should be. A call that
 * was interrupted may be repeated.
 */
async function moveItems(
  ports: SharingPorts,
  caller: Caller,
  { library, items }: { readonly library: LibraryId; readonly items: ApiRequest<'trashItems'>['items'] },
  move: (tx: Transaction, itemsWithVideos: readonly ItemWithVideo[], found: Library, now: number) => Promise<Moved>,
): Promise<number> {
  const { store, clock } = ports;
  const albums = new Set<AlbumId>();
  let count = 0;
  for (const group of groupsToMove(await readItemsWithVideos(store, library, items))) {
    const moved = await store.transact(async (tx) => {
      const found = await requireLibrary(tx, library, caller, 'trash-own-items');
      const itemsWithVideos = await readItemsWithVideos(tx, library, group);
      const own = itemsWithVideos.filter(({ item }) => mayDelete(found, caller.uid, item));
      return move(tx, own, found, clock.now());
    });
    await enqueueRotation(ports, library, moved.rotation);
    for (const album of moved.albums) albums.add(album);
    count += moved.count;
  }
  // Also if nothing was moved: an earlier call may have ended before this line.
  await scheduleIndexing(ports, library, [...albums], 'changed');
  return count;
}

/**
 * Moves items to the trash. A person who saw one of them and does not see the trash loses it: its token is rotated. An item that is being
 * processed appears in the trash when it is ready.
 */
export async function trashItems(
  ports: SharingPorts,
  caller: Caller,
  request: ApiRequest<'trashItems'>,
): Promise<ApiResponse<'trashItems'>> {
  const { library } = request;
  const trashed = await moveItems(ports, caller, request, async (tx, itemsWithVideos, found, now) => {
    const albums = await readAlbums(tx, library, [TRASH, ...itemsWithVideos.flatMap(({ item }) => item.albums)]);
    const mustRotate = await isRevoking(tx, library);
    const moved = itemsWithVideos.filter(({ item }) => isTrashable(item));
    if (moved.length > 0 && !albums.has(TRASH)) createTrash(tx, library, found, caller.uid, now);
    for (const itemWithVideo of moved) moveToTrash(tx, library, itemWithVideo, albums, now);
    const after = [{ readers: trashReaders(found) }];
    const lost = moved.filter(
      ({ item }) =>
        mustRotate ||
        isLostBySomeone(
          item.albums.flatMap((album) => albums.get(album) ?? []),
          after,
        ),
    );
    const earlier = itemsWithVideos.filter(({ item }) => item.trashedAt !== undefined);
    return {
      count: moved.length + earlier.length,
      albums: moved.length + earlier.length > 0 ? [...albums.keys(), TRASH] : [],
      rotation: requestRotation(tx, library, lost, now, ports.ids),
    };
  });
  return { trashed };
}

/** Restores items from the trash to those of their albums that exist, or to `all` if none does. */
export async function restoreItems(
  ports: SharingPorts,
  caller: Caller,
  request: ApiRequest<'restoreItems'>,
): Promise<ApiResponse<'restoreItems'>> {
  const { library } = request;
  const restored = await moveItems(ports, caller, request, async (tx, itemsWithVideos, _, now) => {
    const albums = await readAlbums(
      tx,
      library,
      itemsWithVideos.flatMap(({ item }) => item.albums),
    );
    for (const itemWithVideo of itemsWithVideos.filter(({ item }) => item.trashedAt !== undefined)) {
      const existing = itemWithVideo.item.albums.filter((album) => isOpen(albums.get(album)));
      takeFromTrash(tx, library, itemWithVideo, existing.length > 0 ? existing : [ALL], now);
    }
    return {
      count: itemsWithVideos.filter(({ item }) => item.trashedAt !== undefined || !isTrashed(item)).length,
      albums: itemsWithVideos.length > 0 ? [...albums.keys(), ALL, TRASH] : [],
    };
  });
  return { restored };
}
