import type { EntryRow } from '@maru/model/album-index/order';
import { SimilarPhotos, type Stack } from '@maru/model/album-index/similar-photos';
import type { Stop } from '../firebase/cloud.ts';
import { nextTask } from '../tasks.ts';

/** An album, whose entries may still load. */
interface Source {
  /** Resolves to the entries by date, as new as on the server; undefined if that was aborted or access revoked. */
  current(signal: AbortSignal): Promise<Entries | undefined>;
}

interface Entries {
  readonly count: number;
  rows(from: number, to: number, signal: AbortSignal): AsyncIterable<readonly EntryRow[]>;
}

/** The number of photos that are grouped in one task, so that the page stays responsive: about 7 ms on a computer. */
const SLICE = 500;

/** Searches an album for stacks of similar photos, and keeps which of them are still to be decided. */
export class StackSearch {
  #found = $state.raw<readonly Stack[]>();
  #progress = $state(0);
  #decided = $state.raw<readonly Stack[]>([]);
  #postponed = $state.raw<readonly Stack[]>([]);

  readonly #undecided = $derived(this.#found?.filter((stack) => !this.#decided.includes(stack)));
  /** The stacks to be shown now; undefined while searching. */
  readonly stacks = $derived(this.#undecided?.filter((stack) => !this.#postponed.includes(stack)));
  /** The number of stacks that were left for later. */
  readonly postponed = $derived((this.#undecided?.length ?? 0) - (this.stacks?.length ?? 0));

  /** Whether any stack was decided. */
  get hasDecided(): boolean {
    return this.#decided.length > 0;
  }

  /** How much was searched, 0 to 1. */
  get progress(): number {
    return this.#progress;
  }

  /** Begins to search; the returned function stops it. Waits while entries cannot be loaded. */
  start(source: Source): Stop {
    const controller = new AbortController();
    void this.#search(source, controller.signal);
    return () => {
      controller.abort();
    };
  }

  /** A decision was made about a stack. */
  decide(stack: Stack): void {
    this.#decided = [...this.#decided, stack];
  }

  /** The decision about a stack was undone. */
  reopen(stack: Stack): void {
    this.#decided = this.#decided.filter((one) => one !== stack);
  }

  /** Leaves a stack for later. */
  postpone(stack: Stack): void {
    this.#postponed = [...this.#postponed, stack];
  }

  /** Shows the stacks that were left for later. */
  resume(): void {
    this.#postponed = [];
  }

  async #search(source: Source, signal: AbortSignal): Promise<void> {
    const entries = await source.current(signal);
    if (!entries) return;
    const similar = new SimilarPhotos();
    let searched = 0;
    for await (const rows of entries.rows(0, entries.count, signal))
      for (let from = 0; from < rows.length; from += SLICE) {
        for (const row of rows.slice(from, from + SLICE)) similar.add(row);
        searched += Math.min(SLICE, rows.length - from);
        this.#progress = Math.min(1, searched / entries.count);
        await nextTask();
        if (signal.aborted) return;
      }
    if (!signal.aborted) this.#found = similar.stacks;
  }
}
