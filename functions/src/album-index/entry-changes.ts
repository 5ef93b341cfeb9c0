import {
  orderOf,
  paths,
  readEntry,
  TOMBSTONE_DAYS,
  writeEntry,
  type AlbumId,
  type Item,
  type ItemId,
  type LibraryId,
  type MediaInfo,
} from '@maru/model';
import { SERVER_TIME, type Transaction } from '../ports/documents.ts';
import { expiryAfter } from '../maintenance/expiry.ts';

/** An item that has entries in its albums. */
export type ReadyItem = Item & { readonly mediaInfo: MediaInfo; readonly token: string };

/** Whether an item has entries in its albums. The video of a Live Photo has none: it is part of its photo. */
export const isReady = (item: Item): item is ReadyItem =>
  item.state === 'ready' && item.motionOf === undefined && item.mediaInfo !== undefined && item.token !== undefined;

/** An item in an album. */
interface Place {
  readonly library: LibraryId;
  readonly album: AlbumId;
  readonly id: ItemId;
}

const orderIn = (album: AlbumId, item: ReadyItem): string => orderOf(readEntry(writeEntry(item, album)));

/** Says that an item no longer is where it was, for the index and for open pages. */
function setTombstone(tx: Transaction, { library, album, id }: Place, order: string, now: number): void {
  const fields = { state: 'removed', changed: SERVER_TIME, ...expiryAfter(now, TOMBSTONE_DAYS) };
  tx.set(paths.tombstone(library, album, id, order), fields);
}

/** Writes an item's entry in an album; `before` is the item as its entry shows it, if it has one. */
export function setEntry(tx: Transaction, place: Place, item: ReadyItem, now: number, before?: ReadyItem): void {
  const { library, album, id } = place;
  tx.set(paths.entry(library, album, id), { ...writeEntry(item, album), changed: SERVER_TIME });
  const order = before && orderIn(album, before);
  if (order !== undefined && order !== orderIn(album, item)) setTombstone(tx, place, order, now);
}

/** Removes an item's entry from an album; `before` is the item as its entry shows it. */
export function removeEntry(tx: Transaction, place: Place, before: ReadyItem, now: number): void {
  tx.remove(paths.entry(place.library, place.album, place.id));
  setTombstone(tx, place, orderIn(place.album, before), now);
}
