import type { AlbumOrder, Entry, ItemId } from '@maru/model';

/** A run of entries of the same local day. */
export interface DayRun {
  /** `YYYY-MM-DD`, or only `YYYY-MM` or `YYYY` if that is all that is known; undefined for undated entries. */
  readonly day: string | undefined;
  readonly count: number;
}

/** The entries of a grid in display order: all ratios and days at once, entries as they are loaded. */
export interface GridSource {
  readonly count: number;
  /** Width / height for the layout, by index. */
  readonly ratios: Float32Array;
  /** In order; the undated entries are last. */
  readonly days: readonly DayRun[];
  /** The entry at an index, undefined until loaded. Reactive. */
  at(index: number): readonly [ItemId, Entry] | undefined;
  /** The index of a loaded item, -1 otherwise. */
  indexOf(id: ItemId): number;
  /** Requests the entries from index `from` up to but not including `to`; replaces the previous request. */
  load(from: number, to: number): void;
  /** Loads the same entries in parts, in any order, without replacing a request; waits while they cannot be loaded. */
  rows(from: number, to: number, signal: AbortSignal): AsyncIterable<readonly (readonly [ItemId, Entry])[]>;
}

/** The entries from one index up to but not including another, without days. Its `load` requests nothing: they are pinned. */
export function sliceOf(source: GridSource, from: number, to: number): GridSource {
  const count = to - from;
  return {
    count,
    ratios: source.ratios.subarray(from, to),
    days: [{ day: undefined, count }],
    at: (index) => (index >= 0 && index < count ? source.at(from + index) : undefined),
    indexOf(id) {
      const index = source.indexOf(id) - from;
      return index >= 0 && index < count ? index : -1;
    },
    load: () => undefined,
    rows: (first, end, signal) => source.rows(from + first, from + end, signal),
  };
}

/** The same entries, newest first. The undated ones stay last, also newest first. */
export function newestFirst(source: GridSource): GridSource {
  const { count, ratios, days } = source;
  const undated = days.reduce((sum, run) => sum + (run.day === undefined ? run.count : 0), 0);
  const dated = count - undated;
  /** Its own inverse. */
  const mirror = (index: number): number => (index < dated ? dated - 1 - index : dated + count - 1 - index);
  const reversed = ratios.slice();
  reversed.subarray(0, dated).reverse();
  reversed.subarray(dated).reverse();
  const isDated = ({ day }: DayRun): boolean => day !== undefined;
  /** A range in the source's order: adjacent entries here may be the first and the last there. */
  const partsOf = (from: number, to: number): { readonly first: number; readonly end: number }[] =>
    [
      { from, to: Math.min(to, dated) },
      { from: Math.max(from, dated), to },
    ]
      .filter((part) => part.from < part.to)
      .map((part) => ({ first: mirror(part.to - 1), end: mirror(part.from) + 1 }));
  return {
    count,
    ratios: reversed,
    days: [...days.filter(isDated).toReversed(), ...days.filter((run) => !isDated(run))],
    at: (index) => (index >= 0 && index < count ? source.at(mirror(index)) : undefined),
    indexOf(id) {
      const index = source.indexOf(id);
      return index < 0 ? -1 : mirror(index);
    },
    load(from, to) {
      // One part after the other: an effect that requests a range runs again when entries of it are loaded.
      const parts = partsOf(from, to);
      const part = parts.find(({ first, end }) => !isLoaded(source, first, end)) ?? parts[0];
      if (part) source.load(part.first, part.end);
    },
    async *rows(from, to, signal) {
      for (const { first, end } of partsOf(from, to)) yield* source.rows(first, end, signal);
    },
  };
}

/** The entries of an album, which are oldest first or by hand, as its order shows them. */
export const inOrder = (entries: GridSource, order: AlbumOrder): GridSource =>
  order === 'newest-first' ? newestFirst(entries) : entries;

function isLoaded(source: GridSource, first: number, end: number): boolean {
  for (let index = first; index < end; index += 1) if (!source.at(index)) return false;
  return true;
}
