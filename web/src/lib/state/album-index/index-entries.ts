import { sheetAt } from '@maru/model/album-index/apply';
import { positionOfRow, type EntryRow } from '@maru/model/album-index/order';
import type { Outline, SheetInfo } from '@maru/model/album-index/outline';
import { decodeRatios } from '@maru/model/album-index/ratio';
import { firstMatch } from '@maru/model/first-match';
import type { ItemId } from '@maru/model/ids';

/** Indices from `from` up to but not including `to`. */
export interface IndexRange {
  readonly from: number;
  readonly to: number;
}

/** Loads the rows from one position to another, both included, in parts. */
type LoadRows = (first: string, last: string, signal: AbortSignal) => AsyncIterable<readonly EntryRow[]>;

/** Beyond every position. */
const END = '\uffff';

/** The entries of an index at one version: sizes and days from its outline, entries as their sheets are loaded. */
export class IndexEntries {
  readonly outline: Outline;
  readonly count: number;
  /** Width / height for the layout, by index. */
  readonly ratios: Float32Array;
  /** Runs of entries of one day, as in the outline; undefined for the undated entries, which are last. */
  readonly days: readonly { readonly day: string | undefined; readonly count: number }[];
  /** Requests the entries from an index up to but not including another; replaces the previous request. */
  readonly load: (from: number, to: number) => void;
  /** The index of every sheet's first entry. */
  readonly #starts: readonly number[];
  readonly #rowsOf: (sheet: SheetInfo) => readonly EntryRow[] | undefined;
  readonly #loadRows: LoadRows;

  /** `rowsOf` returns the rows of a sheet, undefined until it is loaded. */
  constructor(
    outline: Outline,
    rowsOf: (sheet: SheetInfo) => readonly EntryRow[] | undefined,
    load: (from: number, to: number) => void,
    loadRows: LoadRows,
  ) {
    this.outline = outline;
    this.#rowsOf = rowsOf;
    this.load = load;
    this.#loadRows = loadRows;
    const starts: number[] = [];
    const days: { day: string | undefined; count: number }[] = [];
    let count = 0;
    for (const sheet of outline) {
      starts.push(count);
      count += sheet.ratios.length;
      for (const [text, length] of sheet.days) {
        const [day, last] = [text ?? undefined, days.at(-1)];
        if (last && last.day === day) last.count += length;
        else days.push({ day, count: length });
      }
    }
    this.count = count;
    this.days = days;
    this.#starts = starts;
    this.ratios = new Float32Array(count);
    for (const [n, { ratios }] of outline.entries()) decodeRatios(ratios, this.ratios, starts[n] ?? 0);
  }

  /** The entry at an index; undefined until it is loaded, and outside the album. */
  at(index: number): EntryRow | undefined {
    const n = this.#sheetOf(index);
    const sheet = this.outline[n];
    return sheet && this.#rowsOf(sheet)?.[index - (this.#starts[n] ?? 0)];
  }

  /** All rows in order; undefined unless all sheets are loaded. */
  loadedRows(): readonly EntryRow[] | undefined {
    const rows = this.outline.map((sheet) => this.#rowsOf(sheet));
    return rows.every((of) => of !== undefined) ? rows.flat() : undefined;
  }

  /** When the newest entry was added, ms since 1970; 0 without one. Of sheets that are not loaded, only entries with an image count. */
  get newestAddition(): number {
    let newest = 0;
    for (const sheet of this.outline) {
      newest = Math.max(newest, sheet.cover?.addedAt ?? 0);
      for (const [, { addedAt }] of this.#rowsOf(sheet) ?? []) newest = Math.max(newest, addedAt);
    }
    return newest;
  }

  /** The index of a loaded item; -1 if it is not in a loaded sheet. */
  indexOf(id: ItemId): number {
    for (const [n, sheet] of this.outline.entries()) {
      const at = this.#rowsOf(sheet)?.findIndex(([item]) => item === id) ?? -1;
      if (at >= 0) return (this.#starts[n] ?? 0) + at;
    }
    return -1;
  }

  /** Whether an item is in no loaded sheet and its sheet is not known. */
  isMissing(id: ItemId): boolean {
    const isOnlySheetLoading = this.outline.length === 1 && this.at(0) === undefined;
    return !isOnlySheetLoading && this.indexOf(id) < 0;
  }

  /** Loads the entries from an index up to but not including another, in parts; waits while they cannot be loaded. Replaces no request. */
  async *rows(from: number, to: number, signal: AbortSignal): AsyncGenerator<readonly EntryRow[]> {
    if (to <= from) return;
    const [first, last] = [await this.#positionAt(from, signal), await this.#positionAt(to - 1, signal)];
    if (first !== undefined && last !== undefined) yield* this.#loadRows(first, last, signal);
  }

  /** The rows of the sheet that covers a position, and the first position of the next one; undefined until it is loaded. */
  sheetRowsAt(position: string): { readonly rows: readonly EntryRow[]; readonly next: string | undefined } | undefined {
    const n = sheetAt(this.outline, position);
    const sheet = this.outline[n];
    const rows = sheet ? this.#rowsOf(sheet) : [];
    return rows && { rows, next: this.outline[n + 1]?.first };
  }

  /** The first positions of the sheet that covers a position and of those after it, `count` together. */
  positionsFrom(position: string, count: number): string[] {
    const n = sheetAt(this.outline, position);
    return this.outline.slice(n, n + count).map(({ first }) => first);
  }

  /** The position of the entry at an index, whose sheet is loaded if necessary; undefined if that was aborted or the album lost it. */
  async #positionAt(index: number, signal: AbortSignal): Promise<string | undefined> {
    const row = this.at(index);
    if (row) return positionOfRow(row);
    const n = this.#sheetOf(index);
    for await (const rows of this.#loadRows(this.outline[n]?.first ?? '', END, signal)) {
      // The sheet may have changed meanwhile, and be shorter.
      const found = rows[Math.min(rows.length - 1, index - (this.#starts[n] ?? 0))];
      if (found) return positionOfRow(found);
    }
    return undefined;
  }

  /** The sheets with the entries of a range, those near its middle first. */
  sheetsIn({ from, to }: IndexRange): SheetInfo[] {
    if (to <= from) return [];
    const [first, last, middle] = [from, to - 1, (from + to) >> 1].map((index) =>
      this.#sheetOf(Math.min(this.count - 1, Math.max(0, index))),
    ) as [number, number, number];
    return Array.from({ length: last - first + 1 }, (_, n) => first + n)
      .sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle))
      .flatMap((n) => this.outline[n] ?? []);
  }

  /** The sheet that has an index; -1 before the first. */
  #sheetOf(index: number): number {
    return firstMatch(this.#starts.length, (n) => (this.#starts[n] ?? 0) > index) - 1;
  }
}
