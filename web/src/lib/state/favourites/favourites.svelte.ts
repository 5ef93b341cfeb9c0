import { sortKeyOf, type EntryRow } from '@maru/model/album-index/order';
import type { AlbumId, ItemId, LibraryId, Uid } from '@maru/model/ids';
import type { FavouritePlace, Favourites as Places } from '@maru/model/library/favourites';
import { MAX_FAVOURITES } from '@maru/model/limits';
import type { OfflineStore } from '../../device/offline-store.ts';
import type { Cloud } from '../../firebase/cloud.ts';
import { Live, type LiveState } from '../live.svelte.ts';
import { OwnItems } from '../own-items.svelte.ts';
import { stored } from '../stored.ts';

/** One person's favourites in one library. */
export class Favourites {
  readonly #own: OwnItems<FavouritePlace>;

  constructor(cloud: Cloud, store: OfflineStore, uid: Uid, library: LibraryId) {
    const live = new Live<Places>(
      (watcher) => cloud.watchFavourites(uid, library, watcher),
      stored(store, `favourites/${library}`),
    );
    this.#own = new OwnItems(live, store, `unsentFavourites/${library}`, (changes) =>
      cloud.writeFavourites(uid, library, changes),
    );
  }

  /** The favourites with their places; undefined while unknown. */
  get places(): Places | undefined {
    return this.#own.items;
  }

  get state(): LiveState {
    return this.#own.state;
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
    return this.#own.change(
      Object.fromEntries(rows.map(([item, entry]) => [item, { album, sortKey: sortKeyOf(entry) }])),
    );
  }

  /** Removes items. Resolves and rejects as `add` does. */
  remove(items: readonly ItemId[]): Promise<void> {
    return this.#own.change(Object.fromEntries(items.map((item) => [item, null])));
  }

  /** Adds items with the places that they had before they were removed. Resolves and rejects as `add` does. */
  restore(places: Places): Promise<void> {
    return this.#own.change(places);
  }

  /** Sends what an earlier window did not. Never rejects. */
  resume(): Promise<void> {
    return this.#own.resume();
  }
}
