import {
  paths,
  sortKeyIn,
  TOMBSTONE_DAYS,
  writeEntry,
  type AlbumId,
  type Item,
  type ItemId,
  type LibraryId,
  type ProcessedItem,
} from '@maru/model';
import { SERVER_TIME, type Store, type Transaction } from '../ports/documents.ts';
import type { Queue } from '../ports/queue.ts';
import type { Clock } from '../ports/system.ts';
import { expiryAfter } from '../maintenance/expiry.ts';

/** The ports for changing entries and scheduling the update of their albums' indexes. */
export interface EntryPorts {
  readonly store: Store;
  readonly clock: Clock;
  readonly queue: Queue;
}

/** Whether an item has entries in its albums. The video of a Live Photo has none: it is part of its photo. */
export const isReady = (item: Item): item is ProcessedItem =>
  item.state === 'ready' && item.motionOf === undefined && item.mediaInfo !== undefined && item.token !== undefined;

/** An item in an album. */
interface Place {
  readonly library: LibraryId;
  readonly album: AlbumId;
  readonly id: ItemId;
}

/** Records that an item no longer has this sort key, for the index and for open pages. */
function setTombstone(tx: Transaction, { library, album, id }: Place, sortKey: string, now: number): void {
  const fields = { state: 'removed', changed: SERVER_TIME, ...expiryAfter(now, TOMBSTONE_DAYS) };
  tx.set(paths.tombstone(library, album, id, sortKey), fields);
}

/** Writes an item's entry in an album; `before` is the item as its entry shows it, if it has one. */
export function setEntry(
  tx: Transaction,
  place: Place,
  item: ProcessedItem,
  now: number,
  before?: ProcessedItem,
): void {
  const { library, album, id } = place;
  tx.set(paths.entry(library, album, id), { ...writeEntry(item, album), changed: SERVER_TIME });
  const sortKey = before && sortKeyIn(album, before);
  if (sortKey !== undefined && sortKey !== sortKeyIn(album, item)) setTombstone(tx, place, sortKey, now);
}

/** Removes an item's entry from an album; `before` is the item as its entry shows it. */
export function removeEntry(tx: Transaction, place: Place, before: ProcessedItem, now: number): void {
  tx.remove(paths.entry(place.library, place.album, place.id));
  setTombstone(tx, place, sortKeyIn(place.album, before), now);
}
