import { isItemId, type AlbumId, type ItemId } from '../ids.ts';
import { readEntry, writeEntry, type Entry } from '../library/entry.ts';
import type { ProcessedItem } from '../library/item.ts';

/** An item and its entry, as an album lists them. */
export type EntryRow = readonly [ItemId, Entry];

/** The sort key of an entry, which sorts by code unit: dated entries by local time, then undated ones by `addedAt`. */
export const sortKeyOf = ({ takenAt, addedAt }: Pick<Entry, 'takenAt' | 'addedAt'>): string =>
  takenAt ? takenAt.local : `~${String(Math.max(0, Math.floor(addedAt))).padStart(15, '0')}`;

/** The sort key of an item's entry in an album. */
export const sortKeyIn = (album: AlbumId, item: ProcessedItem): string => sortKeyOf(readEntry(writeEntry(item, album)));

/** An entry's position in album order: its sort key, then its id. Unique in an album; sorts by code unit. */
export const positionOf = (id: ItemId, sortKey: string): string => `${sortKey} ${id}`;

/** Returns the item at a position. */
export const itemAt = (position: string): ItemId => position.slice(position.indexOf(' ') + 1) as ItemId;

/** The position of a row. */
export const positionOfRow = ([id, entry]: EntryRow): string => positionOf(id, sortKeyOf(entry));

/** Compares rows in album order. */
export function compareRows(a: EntryRow, b: EntryRow): number {
  const [positionA, positionB] = [positionOfRow(a), positionOfRow(b)];
  return positionA < positionB ? -1 : positionA > positionB ? 1 : 0;
}

/** The document id of the tombstone of an item that had an entry with this sort key. */
export const tombstoneId = (id: ItemId, sortKey: string): string => `${id}~${sortKey}`;

/** Parses the document id of a tombstone; undefined for any other id, such as an entry's. */
export function parseTombstoneId(id: string): { readonly item: ItemId; readonly sortKey: string } | undefined {
  const item = id.slice(0, 32);
  return isItemId(item) && id[32] === '~' ? { item, sortKey: id.slice(33) } : undefined;
}
