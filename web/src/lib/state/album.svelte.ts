import { untrack } from 'svelte';
import { positionOfRow } from '@maru/model/album-index/order';
import type { Entry } from '@maru/model/library/entry';
import { ALL, TRASH, type AlbumId, type ItemId, type LibraryId } from '@maru/model/ids';
import { isTrashed, type Item } from '@maru/model/library/item';
import type { OfflineStore } from '../device/offline-store.ts';
import type { Cloud, Rows, Stop } from '../firebase/cloud.ts';
import { AlbumIndex, type AlbumDocument } from './album-index/album-index.svelte.ts';
import { detached } from './detached.svelte.ts';
import type { IndexEntries } from './album-index/index-entries.ts';
import { currentEntries } from './album-index/load-rows.svelte.ts';
import { Live, type LiveState } from './live.svelte.ts';
import { AlbumOrdering } from './album-ordering.svelte.ts';
import { waitToRetry } from './retry.ts';
import { RowEntries } from './row-entries.ts';

/** The item whose tile opened the viewer, and the tile's rectangle in the viewport. */
export interface OpenedFrom {
  readonly item: ItemId;
  readonly rect: DOMRectReadOnly;
}

/** The entries of one album, for its grid and its viewer. */
export class AlbumEntries {
  /** The item viewed last, to scroll back to its tile. */
  lastViewed: ItemId | undefined;
  /** Read and cleared by the viewer. */
  openedFrom: OpenedFrom | undefined;
  #gone = $state<ItemId>();
  readonly #index: AlbumIndex;
  readonly #ordered: AlbumOrdering;
  readonly #failed: Live<Rows<ItemId, Item>>;
  readonly #readEntry: (item: ItemId) => Promise<Entry | undefined>;

  /** `document` is reactive. */
  constructor(cloud: Cloud, store: OfflineStore, library: LibraryId, album: AlbumId, document: () => AlbumDocument) {
    const ordered = (this.#ordered = detached(
      () =>
        new AlbumOrdering(
          () => this.#index,
          () => (album === ALL || album === TRASH ? undefined : document().album),
        ),
    ));
    this.#index = detached(() => new AlbumIndex(cloud, store, library, album, document, () => ordered.needsAll));
    this.#failed = new Live((watcher) => cloud.watchFailed(library, album, watcher));
    this.#readEntry = (item) => cloud.readEntry(library, album, item);
  }

  /** The entries in the order by hand if the album has it, songs of one album by their tracks, otherwise oldest first; undefined while unknown. */
  get entries(): IndexEntries | RowEntries | undefined {
    return this.#ordered.entries;
  }

  /** Whether `entries` has another order than that of dates. By hand it has not if the album is too large for that or a sheet is missing. */
  get isReordered(): boolean {
    return this.entries instanceof RowEntries;
  }

  /** The entries oldest first, whatever the order of the album. */
  get byDate(): IndexEntries | undefined {
    return this.#index.entries;
  }

  /** Waits until the entries by date are as new as on the server, and returns them; undefined if `signal` aborts or access is revoked. */
  current(signal: AbortSignal): Promise<IndexEntries | undefined> {
    return currentEntries(this.#index, signal);
  }

  /** Whether the entries by date are known; in the order by hand, `entries` may still be undefined. */
  get state(): LiveState {
    return this.#index.state;
  }

  /** Reads the entry of one item; rejects as `Cloud.readEntry` does. */
  read(item: ItemId): Promise<Entry | undefined> {
    return this.#readEntry(item);
  }

  /** Loads the sheets at these positions until the returned function is called. Call it in an effect. */
  keepLoaded(positions: readonly string[]): Stop {
    const purpose = {};
    untrack(() => this.#index.pin(purpose, ...positions));
    return () => this.#index.pin(purpose);
  }

  /** Loads the sheet of an item that `entries` misses, or learns that it is gone. Call it in an effect. */
  search(item: ItemId): Stop {
    const controller = new AbortController();
    void this.#search(item, controller.signal);
    return () => {
      controller.abort();
      this.#index.pin('search');
    };
  }

  /** Whether a search found that an item is not in the album. */
  isGone(item: ItemId): boolean {
    return this.#gone === item && (this.entries?.indexOf(item) ?? -1) < 0;
  }

  async #search(item: ItemId, signal: AbortSignal): Promise<void> {
    const pin = (position: string) => {
      if (!signal.aborted) this.#index.pin('search', position);
    };
    for (let tries = 0; !signal.aborted; tries++) {
      try {
        const entry = await this.#readEntry(item);
        if (entry) pin(positionOfRow([item, entry]));
        else this.#gone = item;
        return;
      } catch (error) {
        console.warn('an entry could not be read', error);
        const position = await this.#index.findStored(item);
        if (position !== undefined) {
          pin(position);
          return;
        }
        await waitToRetry(tries, signal);
      }
    }
  }

  /** Whether an entry is known to have left the album: the part that it was in is loaded without it. */
  hasLost(item: ItemId, known: Entry): boolean {
    return (this.byDate?.indexOf(item) ?? 0) < 0 && this.#index.isLoadedAt(positionOfRow([item, known]));
  }

  /**
   * Returns a function that gives the current download token of a `known` rendition, or undefined if access to it was revoked or the
   * item removed. While the entry is unknown or has a newer rev, it gives the known token: old renditions stay for a while.
   */
  tokenOf(item: ItemId, known: Entry): () => string | undefined {
    const position = positionOfRow([item, known]);
    this.#index.pin('playing', position);
    return () => {
      const { byDate: entries, state } = this;
      if (!entries) return state === 'forbidden' ? undefined : known.token;
      const entry = entries.at(entries.indexOf(item))?.[1];
      if (!entry) return this.hasLost(item, known) ? undefined : known.token;
      return (entry.rev === known.rev ? entry : known).token;
    };
  }

  /** The album's items whose processing failed, latest first, without those in the trash. Only owners and editors may read it. */
  get failed(): Rows<ItemId, Item> {
    const failed = (this.#failed.current ?? []).filter(([, item]) => !isTrashed(item));
    return failed.toSorted(([, a], [, b]) => b.addedAt - a.addedAt);
  }
}
