import type { ItemId } from '../ids.ts';
import { positionOf, sortKeyOf, type EntryRow } from './order.ts';

// The order of an album by hand. Its index is in order of date all the same: readers load all of it and sort.

/** Digits of fractions, in order. A fraction does not end in the first one. */
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const BASE = DIGITS.length;
/** Tells the gap before an entry from the entry: sorts before everything that ids consist of. */
const MARK = '!';
const AFTER_MARK = '"';
/** Sorts after all dated and undated entries. */
const END = '~~';
/** The part of an id that tells entries of the same second apart. Not all of it, because the entry before which another was moved may be removed. */
const ID_LENGTH = 6;
/** The end of a fraction tells items apart: a key whose item left the album may be computed again. It starts with the lowest digit to leave room after it. */
const endOf = (item: ItemId): string => `0${item.slice(-3)}`;

/** Any order key: the start of a gap and a fraction. */
export const ORDER_KEY = /^(?:(?:\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d|~\d{15}) [a-z2-7]{6}|~~)![0-9A-Za-z]*[1-9A-Za-z]$/;

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

/** Returns order keys at the end of a gap for items, in their order; `last` is the last one in it. */
export function orderKeysIn({ from, to }: Gap, last: string | undefined, items: readonly ItemId[]): string[] {
  const after = last?.slice(from.length) ?? '';
  const before = to.startsWith(from) ? to.slice(from.length) : undefined;
  return fractionsBetween(after, before, items).map((fraction) => `${from}${fraction}`);
}

/** Returns a fraction for each item between two, in order. */
function fractionsBetween(after: string, before: string | undefined, items: readonly ItemId[]): string[] {
  const half = items.length >> 1;
  const item = items[half];
  if (item === undefined) return [];
  const middle = fractionBetween(after, before) + endOf(item);
  const [left, right] = [items.slice(0, half), items.slice(half + 1)];
  return [...fractionsBetween(after, middle, left), middle, ...fractionsBetween(middle, before, right)];
}

/** Returns digits between two fractions, and every fraction that begins with them is between the two as well. An empty one is 0, and undefined is 1. */
function fractionBetween(after: string, before: string | undefined): string {
  const digitAt = (fraction: string, at: number): number => DIGITS.indexOf(fraction.charAt(at));
  const digits: number[] = [];
  // How far `before` is above `after`, in units of the last digit.
  let room = before === undefined ? 1 : 0;
  while (room < 2) {
    const low = digitAt(after, digits.length);
    room = room * BASE + digitAt(before ?? '', digits.length) - low;
    digits.push(low);
  }
  let step = stepOf(room, after, before);
  for (let at = digits.length - 1; step > 0; at--) {
    const sum = (digits[at] ?? 0) + step;
    digits[at] = sum % BASE;
    step = Math.floor(sum / BASE);
  }
  return digits.map((digit) => DIGITS.charAt(digit)).join('');
}

/**
 * How far above `after` the new digits are. The longer of two fractions is usually the newer one, and many items that are moved to one place follow each
 * other there: they have short keys if each leaves most of the room, all but one step in an open direction.
 */
function stepOf(room: number, after: string, before: string | undefined): number {
  const lengthBefore = before?.length ?? 0;
  if (after.length === lengthBefore) return room >> 1;
  const step = after === '' || before === undefined ? 1 : Math.max(1, room >> 2);
  return after.length > lengthBefore ? step : room - step;
}
