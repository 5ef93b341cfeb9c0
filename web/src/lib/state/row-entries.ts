import type { EntryRow } from '@maru/model/album-index/order';
import { localDayOf } from '@maru/model/album-index/outline';
import type { ItemId } from '@maru/model/ids';

/** Loaded rows, in display order, as the entries of a grid. */
export class RowEntries {
  readonly count: number;
  readonly ratios: Float32Array;
  readonly days: readonly { readonly day: string | undefined; readonly count: number }[];
  readonly #rows: readonly EntryRow[];

  /** Rows in order of date have days; others are one run without a day. */
  constructor(rows: readonly EntryRow[], order: 'by-date' | 'without-days' = 'by-date') {
    this.#rows = rows;
    this.count = rows.length;
    this.ratios = Float32Array.from(rows, ([, { ratio }]) => ratio);
    const days: { day: string | undefined; count: number }[] = [];
    for (const [, entry] of rows) {
      const day = order === 'by-date' ? (localDayOf(entry) ?? undefined) : undefined;
      const last = days.at(-1);
      if (last && last.day === day) last.count += 1;
      else days.push({ day, count: 1 });
    }
    this.days = days;
  }

  at(index: number): EntryRow | undefined {
    return this.#rows[index];
  }

  indexOf(id: ItemId): number {
    return this.#rows.findIndex(([item]) => item === id);
  }

  isMissing(id: ItemId): boolean {
    return this.indexOf(id) < 0;
  }

  load(): void {
    // Everything is loaded.
  }

  async *rows(from: number, to: number): AsyncGenerator<readonly EntryRow[]> {
    yield await Promise.resolve(this.#rows.slice(from, to));
  }
}
