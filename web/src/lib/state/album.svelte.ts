import { compareEntries, type Entry } from '@maru/model/library/entry';
import type { AlbumId, ItemId, LibraryId } from '@maru/model/ids';
import type { Item } from '@maru/model/library/item';
import type { OfflineStore } from '../device/offline-store.ts';
import type { Cloud, Rows } from '../firebase/cloud.ts';
import { stored } from './stored.ts';
import { Live, type LiveState } from './live.svelte.ts';

/**
 * What is in one album. It listens to its entries, at most `MAX_ENTRIES_LISTENED`, until contact sheets come: this class is
 * all that knows of it.
 */
export class AlbumEntries {
  /** What was looked at last, for the way back to its tile. */
  last: ItemId | undefined;
  readonly #entries: Live<Rows<ItemId, Entry>>;
  readonly #failed: Live<Rows<ItemId, Item>>;
  readonly #isLost: () => boolean;

  /** `isLost` says whether it is known that who looks may not see the album (any more): it is empty then. */
  constructor(cloud: Cloud, store: OfflineStore, library: LibraryId, album: AlbumId, isLost: () => boolean) {
    this.#isLost = isLost;
    this.#entries = new Live(
      (watcher) =>
        cloud.watchEntries(library, album, {
          ...watcher,
          next: (rows) => {
            watcher.next(rows.toSorted(compareEntries));
          },
        }),
      stored(store, `entries/${library}/${album}`),
    );
    this.#failed = new Live((watcher) => cloud.watchFailed(library, album, watcher));
  }

  /** The entries as the album shows them, or undefined while nothing is known. */
  get entries(): Rows<ItemId, Entry> | undefined {
    return this.#isLost() ? undefined : this.#entries.current;
  }

  get state(): LiveState {
    return this.#isLost() ? 'may-not' : this.#entries.state;
  }

  /**
   * Asks for the download token of now of what is `known` of an item: the known one while nothing else is, and of a rev that was
   * made again since, which stays until it was played; undefined when the item or the album was taken away.
   */
  tokenOf(item: ItemId, known: Pick<Entry, 'rev' | 'token'>): () => string | undefined {
    return () => {
      const { entries, state } = this;
      if (!entries) return state === 'may-not' ? undefined : known.token;
      const now = entries.find(([id]) => id === item)?.[1];
      return now && (now.rev === known.rev ? now : known).token;
    };
  }

  /** What was meant for it and could not be made, latest first; to be read only for who may see items. */
  get failed(): Rows<ItemId, Item> {
    return (this.#failed.current ?? []).toSorted(([, a], [, b]) => b.addedAt - a.addedAt);
  }
}
