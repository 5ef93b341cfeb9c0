import { positionOf, sortKeyOf, type EntryRow } from './order.ts';

// The order of an album by hand. Its index is in order of date all the same: readers load all of it and sort.

/** Digits of fractions, in order. A fraction does not end in the first one. */
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** Tells the gap before an entry from the entry: sorts before everything that ids consist of. */
const MARK = '!';
const AFTER_MARK = '"';
/** Sorts after all dated and undated entries. */
const END = '~~';
/** The part of an id that tells entries of the same second apart. Not all of it, because the entry before which another was moved may be removed. */
const ID_LENGTH = 6;

/** Any order key: the start of a gap and a fraction. */
export const ORDER_KEY = /^[ "-~]{1,30}![0-9A-Za-z]*[1-9A-Za-z]$/;

/** The key by which an album ordered by hand sorts: that of its last move, or of its date if nobody moved it. */
const orderKeyOf = ([id, entry]: EntryRow): string => entry.orderKey ?? positionOf(id, sortKeyOf(entry));

/** Sorts rows in the order by hand. */
export function sortByHand(rows: readonly EntryRow[]): EntryRow[] {
  const keyed = rows.map((row) => ({ row, key: `${orderKeyOf(row)} ${row[0]}` }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ row }) => row);
}

/** The order keys directly before an entry, or at the end of an album: from `from` up to but not including `to`. */
export interface Gap {
  readonly from: string;
  readonly to: string;
}

/** The gap directly before an entry, or at the end of an album. No date sorts into it: only entries that were moved there. */
export function gapBefore(row: EntryRow | undefined): Gap {
  const key = row?.[1].orderKey;
  if (key !== undefined) return { from: key.slice(0, key.indexOf(MARK) + 1), to: key };
  const start = row ? positionOf(row[0], sortKeyOf(row[1])).slice(0, ID_LENGTH - row[0].length) : END;
  return { from: `${start}${MARK}`, to: `${start}${AFTER_MARK}` };
}

/** Returns `count` order keys at the end of a gap, in order; `last` is the last one in it. */
export function orderKeysIn({ from, to }: Gap, last: string | undefined, count: number): string[] {
  const after = last?.slice(from.length) ?? '';
  const before = to.startsWith(from) ? to.slice(from.length) : undefined;
  return fractionsBetween(after, before, count).map((fraction) => `${from}${fraction}`);
}

/** Returns `count` fractions between two, in order. */
function fractionsBetween(after: string, before: string | undefined, count: number): string[] {
  if (count === 0) return [];
  const middle = fractionBetween(after, before);
  const half = count >> 1;
  return [...fractionsBetween(after, middle, half), middle, ...fractionsBetween(middle, before, count - half - 1)];
}

/** Returns a fraction between two; an empty one is 0, and undefined is 1. */
function fractionBetween(after: string, before: string | undefined): string {
  const digit = (n: number): string => DIGITS[n] ?? '';
  const low = DIGITS.indexOf(after[0] ?? '0');
  const high = before === undefined ? DIGITS.length : DIGITS.indexOf(before[0] ?? '0');
  if (low === high) return digit(low) + fractionBetween(after.slice(1), before?.slice(1));
  const isOpen = { below: after === '', above: before === undefined };
  // One step towards an open end, so that the fractions of many moves to one place stay short.
  const next = isOpen.below === isOpen.above ? (low + high) >> 1 : isOpen.below ? high - 1 : low + 1;
  if (next > low && next < high) return digit(next);
  if (before !== undefined && before.length > 1) return digit(high);
  return digit(low) + fractionBetween(after.slice(1), undefined);
}
