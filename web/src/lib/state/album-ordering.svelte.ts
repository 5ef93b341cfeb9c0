import { createSubscriber } from 'svelte/reactivity';
import { sortByHand } from '@maru/model/album-index/by-hand';
import type { Album } from '@maru/model/library/album';
import { MAX_ITEMS_BY_HAND } from '@maru/model/limits';
import type { AlbumIndex } from './album-index/album-index.svelte.ts';
import type { IndexEntries } from './album-index/index-entries.ts';
import { RowEntries } from './row-entries.ts';
import { inTrackOrder, MAX_SONGS } from './track-order.ts';

/**
 * The entries of one album in its order; `album` is undefined for one whose order cannot be chosen. An order by hand needs all sheets: while it is read,
 * they are loaded.
 */
export class AlbumOrdering {
  readonly #index: () => Pick<AlbumIndex, 'entries' | 'isLoading'>;
  readonly #album: () => Album | undefined;
  #isRead = $state(false);
  /** The entries that were returned last. */
  #last: IndexEntries | RowEntries | undefined;
  readonly #subscribe = createSubscriber(() => {
    this.#isRead = true;
    return () => {
      this.#isRead = false;
      this.#last = undefined;
    };
  });

  /** `index` and `album` are reactive. */
  constructor(index: () => Pick<AlbumIndex, 'entries' | 'isLoading'>, album: () => Album | undefined) {
    this.#index = index;
    this.#album = album;
  }

  /**
   * In the order by hand if the album has it; songs of one album by their tracks; otherwise by date. While a sheet is missing, the order stays as it was; the
   * first time, the entries are undefined until all sheets are loaded, or by date if one cannot be loaded.
   */
  get entries(): IndexEntries | RowEntries | undefined {
    this.#subscribe();
    return this.#entries;
  }

  /** Whether all sheets of the index are needed. */
  get needsAll(): boolean {
    return this.#isRead && this.#isByHand;
  }

  readonly #isByHand = $derived.by(() => {
    const album = this.#album();
    return album?.order === 'by-hand' && album.count <= MAX_ITEMS_BY_HAND;
  });

  readonly #entries = $derived.by(() => {
    const { entries, isLoading } = this.#index();
    const rows = this.#isByHand ? entries?.loadedRows() : undefined;
    if (rows) this.#last = new RowEntries(sortByHand(rows), 'without-days');
    else if (!entries || !this.#isByHand) this.#last = entries && (this.#songs(entries) ?? entries);
    // Once in order by hand, they keep it.
    else if (this.#last ? !(this.#last instanceof RowEntries) : !isLoading) this.#last = entries;
    return this.#last;
  });

  /** The songs of one album in the order of their tracks, unless a person chose another order. */
  #songs(entries: IndexEntries): RowEntries | undefined {
    const album = this.#album();
    if (!album || album.order !== undefined || entries.count > MAX_SONGS) return undefined;
    const rows = inTrackOrder(entries.loadedRows() ?? []);
    return rows && new RowEntries(rows, 'without-days');
  }
}
