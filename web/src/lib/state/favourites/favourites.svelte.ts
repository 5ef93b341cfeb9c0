import { sortKeyOf, type EntryRow } from '@maru/model/album-index/order';
import { ApiError } from '@maru/model/api/error';
import type { AlbumId, ItemId, LibraryId, Uid } from '@maru/model/ids';
import type { Favourites as Places } from '@maru/model/library/favourites';
import { MAX_FAVOURITES } from '@maru/model/limits';
import type { OfflineStore } from '../../device/offline-store.ts';
import type { Cloud, FavouriteChanges } from '../../firebase/cloud.ts';
import { Live, type LiveState } from '../live.svelte.ts';
import { stored } from '../stored.ts';

/** Returns these places after changes. */
function after(places: Places, changes: FavouriteChanges): Places {
  return Object.fromEntries(Object.entries({ ...places, ...changes }).filter(([, place]) => place !== null)) as Places;
}

/**
 * One person's favourites in one library. A change shows at once and is stored on this device until the server has it. If the server refuses
 * it, it is undone.
 */
export class Favourites {
  readonly #live: Live<Places>;
  readonly #store: OfflineStore;
  readonly #unsent;
  #changes = $state.raw<FavouriteChanges>({});
  readonly #write: (changes: FavouriteChanges) => Promise<void>;

  constructor(cloud: Cloud, store: OfflineStore, uid: Uid, library: LibraryId) {
    this.#live = new Live(
      (watcher) => cloud.watchFavourites(uid, library, watcher),
      stored(store, `favourites/${library}`),
    );
    this.#store = store;
    this.#unsent = stored<FavouriteChanges>(store, `unsentFavourites/${library}`);
    this.#write = (changes) => cloud.writeFavourites(uid, library, changes);
  }

  readonly #places = $derived.by(() => {
    const { current } = this.#live;
    const isKnown = current !== undefined || Object.keys(this.#changes).length > 0;
    return isKnown ? after(current ?? {}, this.#changes) : undefined;
  });

  /** The favourites with their places; undefined while unknown. */
  get places(): Places | undefined {
    return this.#places;
  }

  get state(): LiveState {
    return this.#live.state;
  }

  has(item: ItemId): boolean {
    return this.places?.[item] !== undefined;
  }

  /** Whether as many more can be added. */
  hasRoomFor(count: number): boolean {
    return Object.keys(this.places ?? {}).length + count <= MAX_FAVOURITES;
  }

  /** Adds items of an album. Resolves when the server has them; rejects as `Cloud.writeFavourites` does. */
  add(rows: readonly EntryRow[], album: AlbumId): Promise<void> {
    return this.#change(Object.fromEntries(rows.map(([item, entry]) => [item, { album, sortKey: sortKeyOf(entry) }])));
  }

  /** Removes items. Resolves and rejects as `add` does. */
  remove(items: readonly ItemId[]): Promise<void> {
    return this.#change(Object.fromEntries(items.map((item) => [item, null])));
  }

  /** Adds items with the places that they had before they were removed. Resolves and rejects as `add` does. */
  restore(places: Places): Promise<void> {
    return this.#change(places);
  }

  /** Sends what an earlier window did not. Never rejects. */
  async resume(): Promise<void> {
    const unsent = await this.#unsent.read();
    if (!unsent) return;
    this.#changes = { ...unsent, ...this.#changes };
    await this.#send(this.#changes).catch((error: unknown) => console.warn('favourites were not saved', error));
  }

  async #change(changes: FavouriteChanges): Promise<void> {
    this.#set({ ...this.#changes, ...changes });
    await this.#send(changes);
  }

  async #send(changes: FavouriteChanges): Promise<void> {
    try {
      await this.#write(changes);
    } catch (error) {
      if (error instanceof ApiError && error.code === 'forbidden') this.#drop(changes);
      throw error;
    }
    this.#drop(changes);
  }

  /** Drops changes, unless later ones replaced them. */
  #drop(changes: FavouriteChanges): void {
    const left = Object.entries(this.#changes).filter(([item, place]) => changes[item as ItemId] !== place);
    this.#set(Object.fromEntries(left));
  }

  #set(changes: FavouriteChanges): void {
    this.#changes = changes;
    this.#unsent.write(Object.keys(changes).length > 0 ? changes : undefined);
    // Now, because the page may be closed at once.
    void this.#store.flush();
  }
}
