import type { ItemId } from '../ids.ts';
import type { Entry } from '../library/entry.ts';
import { firstMatch } from '../first-match.ts';
import { itemAt, sortKeyOf, positionOf, positionOfRow, type EntryRow } from './order.ts';
import { describeSheet, type Outline, type SheetInfo } from './outline.ts';
import { encodeSheet } from './sheet.ts';
import { isBoundary, partition } from './partition.ts';

/** A change to an album: an entry that is new or different, or the sort key that an item's entry no longer has. */
export type Change =
  { readonly item: ItemId; readonly entry: Entry } | { readonly item: ItemId; readonly removedFrom: string };

/** The position that a change is about. */
export const positionOfChange = (change: Change): string =>
  positionOf(change.item, 'entry' in change ? sortKeyOf(change.entry) : change.removedFrom);

/** The index of the sheet that covers a position. */
export const sheetAt = (outline: Outline, position: string): number =>
  Math.max(0, firstMatch(outline.length, (n) => (outline[n]?.first ?? '') > position) - 1);

/** Whether a sheet starts a segment, so that what is before it cannot change it. */
const startsSegment = (outline: Outline, at: number): boolean => {
  const sheet = outline[at];
  return at === 0 || sheet === undefined || isBoundary(itemAt(sheet.first));
};

/** The runs [from, to) of sheets that these changes affect, each of whole segments, in order and apart. */
function affectedRuns(outline: Outline, changes: readonly Change[]): { from: number; to: number }[] {
  const affected = new Set<number>();
  for (const change of changes) {
    const position = positionOfChange(change);
    const at = sheetAt(outline, position);
    affected.add(at);
    // Without its boundary, the segment becomes part of the one before.
    if ('removedFrom' in change && outline[at]?.first === position && at > 0) affected.add(at - 1);
  }
  const runs: { from: number; to: number }[] = [];
  for (const at of [...affected].sort((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last && at < last.to) continue;
    let [from, to] = [at, at + 1];
    while (!startsSegment(outline, from)) from -= 1;
    while (to < outline.length && !startsSegment(outline, to)) to += 1;
    if (last && from <= last.to) last.to = to;
    else runs.push({ from, to });
  }
  return runs;
}

/** The ids of the sheets that `applyChanges` needs. */
export const sheetsToRead = (outline: Outline, changes: readonly Change[]): ItemId[] =>
  affectedRuns(outline, changes).flatMap(({ from, to }) => outline.slice(from, to).map(({ id }) => id));

/** An outline, and the sheets that differ from before. */
export interface AppliedChanges {
  readonly outline: Outline;
  readonly written: ReadonlyMap<ItemId, readonly EntryRow[]>;
  readonly removed: readonly ItemId[];
}

type Positioned = readonly [position: string, change: Change];

/** The rows of some sheets after changes: removals first, since an item may have moved. */
function changeRows(rows: readonly EntryRow[], changes: readonly Positioned[]): EntryRow[] {
  const byPosition = new Map(rows.map((row) => [positionOfRow(row), row]));
  for (const [position, change] of changes) if ('removedFrom' in change) byPosition.delete(position);
  for (const [position, change] of changes) {
    if (!('entry' in change)) continue;
    const before = byPosition.get(position);
    const row = [change.item, change.entry] as const;
    // An equal row stays the same object: see `isUnchanged`.
    if (!before || encodeSheet([before]) !== encodeSheet([row])) byPosition.set(position, row);
  }
  return [...byPosition].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}

const isUnchanged = (before: readonly EntryRow[], after: readonly EntryRow[]): boolean =>
  before.length === after.length && before.every((row, i) => row === after[i]);

/**
 * Applies changes to an album's index. `rowsOf` returns the rows of a sheet in `sheetsToRead`; `version` marks the sheets that change. Gives
 * the same sheets as `buildIndex` of all entries. Repeated changes change nothing.
 */
export function applyChanges(
  outline: Outline,
  rowsOf: (sheet: ItemId) => readonly EntryRow[],
  changes: readonly Change[],
  version: number,
): AppliedChanges {
  const next: SheetInfo[] = [];
  const written = new Map<ItemId, readonly EntryRow[]>();
  const removed: ItemId[] = [];
  let done = 0;
  const positioned = changes.map((change): Positioned => [positionOfChange(change), change]);
  const runs = outline.length === 0 ? [{ from: 0, to: 0 }] : affectedRuns(outline, changes);
  for (const { from, to } of runs) {
    next.push(...outline.slice(done, from));
    done = to;
    const [start, end] = [from === 0 ? '' : (outline[from]?.first ?? ''), outline[to]?.first];
    const inRun = positioned.filter(([position]) => position >= start && (end === undefined || position < end));
    const before = new Map(outline.slice(from, to).map((sheet) => [sheet.id, { sheet, rows: rowsOf(sheet.id) }]));
    const rowsBefore = [...before.values()].flatMap(({ rows }) => rows);
    for (const rows of partition(changeRows(rowsBefore, inRun))) {
      const known = before.get(rows[0][0]);
      before.delete(rows[0][0]);
      const sheet = known && isUnchanged(known.rows, rows) ? known.sheet : describeSheet(version, rows);
      next.push(sheet);
      if (sheet !== known?.sheet) written.set(sheet.id, rows);
    }
    removed.push(...before.keys());
  }
  next.push(...outline.slice(done));
  // An entry that moved may have become the first of another sheet.
  return { outline: next, written, removed: removed.filter((id) => !written.has(id)) };
}

/** Builds the index of an album from all its rows, in album order. */
export const buildIndex = (rows: readonly EntryRow[], version: number): AppliedChanges =>
  applyChanges(
    [],
    () => [],
    rows.map(([item, entry]) => ({ item, entry })),
    version,
  );
