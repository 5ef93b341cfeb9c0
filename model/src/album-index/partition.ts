import { BASE32_DIGITS, type ItemId } from '../ids.ts';
import type { EntryRow } from './order.ts';

/** A segment with more entries than this is divided into several sheets. */
export const MAX_SHEET_ENTRIES = 1500;
/** So many of 32,768 ids start a segment: one in 596. */
const BOUNDARIES = 55;

/** Whether an entry starts a segment wherever it is: decided by its id alone, so that an insertion changes no other segment's start. */
export function isBoundary(id: ItemId): boolean {
  let value = 0;
  for (const character of id.slice(-3)) value = value * 32 + BASE32_DIGITS.indexOf(character);
  return value < BOUNDARIES;
}

/** Rows that are not empty. */
type Rows = readonly [EntryRow, ...EntryRow[]];

const isNotEmpty = (rows: readonly EntryRow[]): rows is Rows => rows.length > 0;

/** Divides a segment at the smallest id of its middle half until no part is too large. Depends on nothing but the segment. */
function divide(segment: readonly EntryRow[]): Rows[] {
  if (segment.length <= MAX_SHEET_ENTRIES) return [segment].filter(isNotEmpty);
  let at = Math.floor(segment.length / 4);
  for (let i = at; i < (segment.length * 3) / 4; i++) if ((segment[i]?.[0] ?? '') < (segment[at]?.[0] ?? '')) at = i;
  return [...divide(segment.slice(0, at)), ...divide(segment.slice(at))];
}

/** Partitions consecutive rows in album order, which start at the album's start or at a boundary, into sheets. */
export function partition(rows: readonly EntryRow[]): Rows[] {
  const starts = rows.flatMap(([id], i) => (i > 0 && isBoundary(id) ? [i] : []));
  return [0, ...starts].flatMap((from, n) => divide(rows.slice(from, starts[n])));
}
