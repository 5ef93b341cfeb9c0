import {
  paths,
  readAlbum,
  readItem,
  type Album,
  type AlbumId,
  type Item,
  type ItemId,
  type LibraryId,
} from '@maru/model';
import type { Transaction } from '../ports/documents.ts';

type Reader = Pick<Transaction, 'readAll'>;

/** An item, and if it is a Live Photo, its video: both are in the trash, or neither is. */
export interface ItemWithVideo {
  readonly id: ItemId;
  readonly item: Item;
  readonly video?: { readonly id: ItemId; readonly item: Item };
}

/** Returns the item, and its video if it has one. */
export const partsOf = ({ id, item, video }: ItemWithVideo): readonly { readonly id: ItemId; readonly item: Item }[] =>
  video ? [{ id, item }, video] : [{ id, item }];

/** Reads those of these items that exist. */
export async function readItems(from: Reader, library: LibraryId, ids: Iterable<ItemId>): Promise<Map<ItemId, Item>> {
  const distinct = [...new Set(ids)];
  const found = await from.readAll(distinct.map((id) => paths.item(library, id)));
  return new Map(distinct.flatMap((id, n) => (found[n] ? [[id, readItem(found[n])] as const] : [])));
}

/** Reads these items; the video of a Live Photo stands for its photo. */
export async function readItemsWithVideos(
  from: Reader,
  library: LibraryId,
  ids: readonly ItemId[],
): Promise<ItemWithVideo[]> {
  const named = await readItems(from, library, ids);
  const photos = [...named.values()].flatMap(({ motionOf }) => motionOf ?? []);
  const missing = photos.filter((id) => !named.has(id));
  const items = [...named, ...(await readItems(from, library, missing))].filter(
    ([, item]) => item.motionOf === undefined,
  );
  const videos = await readItems(
    from,
    library,
    items.flatMap(([, { motionVideo }]) => motionVideo ?? []),
  );
  return items.map(([id, item]) => {
    const video = item.motionVideo && videos.get(item.motionVideo);
    const isPaired = video?.motionOf === id;
    return { id, item, ...(item.motionVideo && isPaired && { video: { id: item.motionVideo, item: video } }) };
  });
}

/** Reads those of these albums that exist. */
export async function readAlbums(
  from: Reader,
  library: LibraryId,
  ids: Iterable<AlbumId>,
): Promise<Map<AlbumId, Album>> {
  const distinct = [...new Set(ids)];
  const found = await from.readAll(distinct.map((id) => paths.album(library, id)));
  return new Map(distinct.flatMap((id, n) => (found[n] ? [[id, readAlbum(found[n])] as const] : [])));
}

/** Whether an album exists and was not deleted. */
export const isOpen = (album: Album | undefined): album is Album =>
  album !== undefined && album.deletedAt === undefined;
