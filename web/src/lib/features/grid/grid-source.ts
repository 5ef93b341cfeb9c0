import type { Entry, ItemId } from '@maru/model';

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
      // Entries that are adjacent here may be the first and the last of the source: requests one part after the other. An effect that
      // requests a range runs again when entries of it are loaded.
      const parts = [
        { from, to: Math.min(to, dated) },
        { from: Math.max(from, dated), to },
      ].filter((part) => part.from < part.to);
      const part = parts.find((one) => !isLoaded(source, mirror(one.to - 1), mirror(one.from))) ?? parts[0];
      if (part) source.load(mirror(part.to - 1), mirror(part.from) + 1);
    },
  };
}

function isLoaded(source: GridSource, first: number, last: number): boolean {
  for (let index = first; index <= last; index += 1) if (!source.at(index)) return false;
  return true;
}
