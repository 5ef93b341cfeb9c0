import { compareRows } from '@maru/model/album-index/order';
import type { Entry } from '@maru/model/library/entry';
import type { AlbumId, ItemId, LibraryId } from '@maru/model/ids';
import type { Item } from '@maru/model/library/item';
import type { OfflineStore } from '../device/offline-store.ts';
import type { Cloud, Rows } from '../firebase/cloud.ts';
import { stored } from './stored.ts';
import { Live, type LiveState } from './live.svelte.ts';

/** The entries of one album, at most `MAX_ENTRIES_LISTENED`. */
export class AlbumEntries {
  /** The item viewed last, to scroll back to its tile. */
  lastViewed: ItemId | undefined;
  readonly #entries: Live<Rows<ItemId, Entry>>;
  readonly #failed: Live<Rows<ItemId, Item>>;
  readonly #isForbidden: () => boolean;

  /** While `isForbidden` returns true, the album shows nothing. */
  constructor(cloud: Cloud, store: OfflineStore, library: LibraryId, album: AlbumId, isForbidden: () => boolean) {
    this.#isForbidden = isForbidden;
    this.#entries = new Live(
      (watcher) =>
        cloud.watchEntries(library, album, {
          ...watcher,
          next: (rows) => {
            watcher.next(rows.toSorted(compareRows));
          },
        }),
      stored(store, `entries/${library}/${album}`),
    );
    this.#failed = new Live((watcher) => cloud.watchFailed(library, album, watcher));
  }

  /** The entries in display order; undefined while unknown. */
  get entries(): Rows<ItemId, Entry> | undefined {
    return this.#isForbidden() ? undefined : this.#entries.current;
  }

  get state(): LiveState {
    return this.#isForbidden() ? 'forbidden' : this.#entries.state;
  }

  /**
   * Returns a function that gives the current download token of a `known` rendition, or undefined if access to it was revoked or the
   * item removed. While the entry is unknown or has a newer rev, it gives the known token: old renditions stay for a while.
   */
  tokenOf(item: ItemId, known: Pick<Entry, 'rev' | 'token'>): () => string | undefined {
    return () => {
      const { entries, state } = this;
      if (!entries) return state === 'forbidden' ? undefined : known.token;
      const entry = entries.find(([id]) => id === item)?.[1];
      return entry && (entry.rev === known.rev ? entry : known).token;
    };
  }

  /** The album's items whose processing failed, latest first. Only owners and editors may read it. */
  get failed(): Rows<ItemId, Item> {
    return (this.#failed.current ?? []).toSorted(([, a], [, b]) => b.addedAt - a.addedAt);
  }
}
