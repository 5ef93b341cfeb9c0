import {
  can,
  hasLostBytes,
  isTrashed,
  paths,
  principalOf,
  readersOf,
  TRASH,
  type Album,
  type AlbumId,
  type Item,
  type Library,
  type LibraryId,
  type Uid,
} from '@maru/model';
import { isReady, removeEntry, setEntry } from '../album-index/entry-changes.ts';
import type { Fields, Transaction } from '../ports/documents.ts';
import { partsOf, type ItemWithVideo } from './items-with-videos.ts';

// The writes that move items between albums, trash and deletion. Both items of a Live Photo move, but only the photo has entries.

/** The audience of the trash is nobody: its readers are the owners and editors, who see every item. */
const SHARING = { audience: { kind: 'people', people: [], circles: [] }, guests: {} } as const;

/** Returns the readers of a library's trash. */
export const trashReaders = (library: Pick<Library, 'roles'>): Uid[] => readersOf(SHARING, library, new Map());

/** Creates the trash of a library. */
export function createTrash(tx: Transaction, id: LibraryId, library: Library, by: Uid, now: number): void {
  tx.set(paths.album(id, TRASH), {
    ...SHARING,
    ...{ title: '휴지통', by, readers: trashReaders(library), guestUploads: 'no', count: 0, createdAt: new Date(now) },
  });
}

/** Whether a person may move an item to the trash and back: owners may move every item, editors those that they uploaded. */
export function mayDelete(library: Pick<Library, 'roles'>, uid: Uid, { uploader }: Pick<Item, 'uploader'>): boolean {
  const principal = principalOf(library, uid);
  return can(principal, 'trash-items') || (uploader === uid && can(principal, 'trash-own-items'));
}

/** Whether an item can be moved to the trash: it has been uploaded and is in an album. A guest's item is in none until it is accepted. */
export const isTrashable = (item: Item): boolean =>
  item.state !== 'uploading' && !hasLostBytes(item) && item.albums.length > 0 && !isTrashed(item);

function updateBoth(
  tx: Transaction,
  library: LibraryId,
  itemWithVideo: ItemWithVideo,
  fields: Fields,
  now: number,
): void {
  for (const { id } of partsOf(itemWithVideo))
    tx.update(paths.item(library, id), { ...fields, changed: new Date(now) });
}

/** Takes an album from those of an item, and puts `into` in its place; not its entries. */
export function removeAlbumFromItem(
  tx: Transaction,
  library: LibraryId,
  itemWithVideo: ItemWithVideo,
  album: AlbumId,
  now: number,
  into: AlbumId = album,
): void {
  for (const { id, item } of partsOf(itemWithVideo)) {
    const albums = new Set(item.albums.map((one) => (one === album ? into : one)));
    albums.delete(album);
    tx.update(paths.item(library, id), { albums: [...albums], changed: new Date(now) });
  }
}

/** Moves an item to the trash, from those of its albums that exist. */
export function moveToTrash(
  tx: Transaction,
  library: LibraryId,
  itemWithVideo: ItemWithVideo,
  existing: Pick<ReadonlyMap<AlbumId, Album>, 'has'>,
  now: number,
): void {
  const { id, item } = itemWithVideo;
  updateBoth(tx, library, itemWithVideo, { trashedAt: new Date(now) }, now);
  if (!isReady(item)) return;
  for (const album of item.albums) if (existing.has(album)) removeEntry(tx, { library, album, id }, item, now);
  setEntry(tx, { library, album: TRASH, id }, item, now);
}

const removeFromTrash = (tx: Transaction, library: LibraryId, { id, item }: ItemWithVideo, now: number): void => {
  if (isReady(item) && item.trashedAt !== undefined) removeEntry(tx, { library, album: TRASH, id }, item, now);
};

/** Takes an item out of the trash, or revives one that was deleted but whose purge has not begun: it is in `albums` then. */
export function takeFromTrash(
  tx: Transaction,
  library: LibraryId,
  itemWithVideo: ItemWithVideo,
  albums: readonly AlbumId[],
  now: number,
): void {
  const { id, item } = itemWithVideo;
  updateBoth(tx, library, itemWithVideo, { trashedAt: undefined, deletedAt: undefined, albums: [...albums] }, now);
  removeFromTrash(tx, library, itemWithVideo, now);
  if (isReady(item)) for (const album of albums) setEntry(tx, { library, album, id }, { ...item, albums }, now);
}

/** Deletes an item from the trash; the purge deletes its bytes. */
export function deleteFromTrash(tx: Transaction, library: LibraryId, itemWithVideo: ItemWithVideo, now: number): void {
  updateBoth(tx, library, itemWithVideo, { trashedAt: undefined, deletedAt: new Date(now) }, now);
  removeFromTrash(tx, library, itemWithVideo, now);
}
