import { isItemId, type ItemId } from '../ids.ts';
import type { Entry } from '../library/entry.ts';

/** An item and its entry, as an album lists them. */
export type EntryRow = readonly [ItemId, Entry];

/** An entry's place in album order without its id: text that sorts by code unit. Dated entries by local time, then undated ones by `addedAt`. */
export const orderOf = ({ takenAt, addedAt }: Pick<Entry, 'takenAt' | 'addedAt'>): string =>
  takenAt ? takenAt.local : `~${String(Math.max(0, Math.floor(addedAt))).padStart(15, '0')}`;

/** An entry's position in album order: its order, then its id. Unique in an album; sorts by code unit. */
export const positionOf = (id: ItemId, order: string): string => `${order} ${id}`;

/** Returns the item at a position. */
export const itemAt = (position: string): ItemId => position.slice(position.indexOf(' ') + 1) as ItemId;

/** Compares rows in album order. */
export function compareRows([idA, a]: EntryRow, [idB, b]: EntryRow): number {
  const [positionA, positionB] = [positionOf(idA, orderOf(a)), positionOf(idB, orderOf(b))];
  return positionA < positionB ? -1 : positionA > positionB ? 1 : 0;
}

/** The document id of the tombstone that says that an item no longer is at this order. */
export const tombstoneId = (id: ItemId, order: string): string => `${id}~${order}`;

/** Parses the document id of a tombstone; undefined for any other id, such as an entry's. */
export function parseTombstoneId(id: string): { readonly item: ItemId; readonly order: string } | undefined {
  const item = id.slice(0, 32);
  return isItemId(item) && id[32] === '~' ? { item, order: id.slice(33) } : undefined;
}
