import type { Entry, ItemId } from '@maru/model';
import type { GridSource } from '../grid/grid-source.ts';
import { monthOf, type MonthRun } from '../grid/months/months.ts';

type Row = readonly [ItemId, Entry];

/** Whether a grid is in selection mode, and picks an item in it. Reactive. The app keeps both in the browser's history, so that Back ends them. */
export interface SelectionMode {
  readonly isOn: boolean;
  readonly isPicking: boolean;
  begin(): void;
  startPicking(): void;
  stopPicking(): Promise<void>;
  /** Resolves when the history is as before. */
  end(): Promise<void>;
}

/** The selected items of one album. They stay selected while their tiles are scrolled away and other items arrive. */
export class Selection {
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- `#state` tracks it: thousands are added at once
  readonly #entries = new Map<ItemId, Entry>();
  /** The number of selected items of each month. */
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- `#state` tracks it
  readonly #months = new Map<string | undefined, number>();
  /** Another object after every change. */
  #state = $state.raw({ entries: this.#entries, months: this.#months });
  #loading = $state(0);
  #pick = $state.raw<(item: ItemId) => void>();
  #controller = new AbortController();
  readonly #mode: SelectionMode;

  constructor(mode: SelectionMode) {
    this.#mode = mode;
  }

  /** Whether tiles are selected rather than opened. */
  get isOn(): boolean {
    return this.#mode.isOn;
  }

  get count(): number {
    return this.#state.entries.size;
  }

  /** While an item is being picked for the selected ones: receives it. */
  get pick(): ((item: ItemId) => void) | undefined {
    return this.#mode.isPicking ? this.#pick : undefined;
  }

  /** Makes the next tile pick its item in place of being selected. */
  startPicking(pick: (item: ItemId) => void): void {
    this.#pick = pick;
    this.#mode.startPicking();
  }

  /** Makes tiles select again. */
  stopPicking(): void {
    void this.#mode.stopPicking();
  }

  /** The number of entries that are being loaded to be selected. */
  get loading(): number {
    return this.#loading;
  }

  /** The selected items with their entries, in the order of selection. */
  get rows(): readonly Row[] {
    return [...this.#state.entries];
  }

  has(id: ItemId): boolean {
    return this.#state.entries.has(id);
  }

  /** How much of a month is selected. */
  partOf({ month, count }: MonthRun): 'none' | 'some' | 'all' {
    const selected = this.#state.months.get(month) ?? 0;
    return selected === 0 ? 'none' : selected < count ? 'some' : 'all';
  }

  /** Starts selection mode with nothing selected. */
  begin(): void {
    this.#clear();
    this.#mode.begin();
  }

  /** Ends selection mode. Resolves when the app may navigate. */
  async end(): Promise<void> {
    this.#clear();
    await this.#mode.end();
  }

  /** Ends selection mode and returns what was selected. */
  take(): readonly Row[] {
    const { rows } = this;
    void this.end();
    return rows;
  }

  /** Selects or deselects items. Starts selection mode if necessary. */
  set(rows: readonly Row[], isSelected: boolean): void {
    if (!this.isOn) this.begin();
    for (const [id, entry] of rows) {
      const before = this.#entries.get(id);
      if (before) this.#count(before, -1);
      this.#entries.delete(id);
      if (!isSelected) continue;
      this.#entries.set(id, entry);
      this.#count(entry, 1);
    }
    this.#changed();
  }

  toggle(row: Row): void {
    this.set([row], !this.#entries.has(row[0]));
  }

  /** Selects a whole month, or nothing of it if all of it was selected. */
  async toggleMonth(source: GridSource, run: MonthRun): Promise<void> {
    if (this.partOf(run) === 'all')
      this.set(
        this.rows.filter(([, entry]) => monthOf(entry) === run.month),
        false,
      );
    else await this.select(source, run.first, run.first + run.count);
  }

  /** Selects the entries from an index up to but not including another; those that are not loaded follow. */
  async select(source: GridSource, from: number, to: number): Promise<void> {
    if (!this.isOn) this.begin();
    const { signal } = this.#controller;
    let left = to - from;
    this.#loading += left;
    try {
      for await (const rows of source.rows(from, to, signal)) {
        if (signal.aborted) return;
        this.set(rows, true);
        // Other entries may have arrived in between.
        const arrived = Math.min(left, rows.length);
        this.#loading -= arrived;
        left -= arrived;
      }
    } finally {
      if (!signal.aborted) this.#loading -= left;
    }
  }

  #changed(): void {
    this.#state = { entries: this.#entries, months: this.#months };
  }

  #count(entry: Entry, by: 1 | -1): void {
    const month = monthOf(entry);
    this.#months.set(month, (this.#months.get(month) ?? 0) + by);
  }

  #clear(): void {
    this.#controller.abort();
    this.#controller = new AbortController();
    this.#pick = undefined;
    this.#loading = 0;
    this.#entries.clear();
    this.#months.clear();
    this.#changed();
  }
}
