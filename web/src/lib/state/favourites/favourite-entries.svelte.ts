import { createSubscriber, SvelteMap } from 'svelte/reactivity';
import { compareRows, positionOf, sortKeyOf, type EntryRow } from '@maru/model/album-index/order';
import { groupBy } from '@maru/model/group-by';
import { ALL, type AlbumId, type ItemId } from '@maru/model/ids';
import type { Entry } from '@maru/model/library/entry';
import type { FavouritePlace } from '@maru/model/library/favourites';
import type { Stop } from '../../firebase/cloud.ts';
import type { AlbumEntries, OpenedFrom } from '../album.svelte.ts';
import { detachedEffects } from '../detached.svelte.ts';
import type { Favourites } from './favourites.svelte.ts';
import type { LiveState } from '../live.svelte.ts';
import { waitToRetry } from '../retry.ts';
import { RowEntries } from '../row-entries.ts';

/** The favourites as an album of their own, for pages. It has no documents, and this id is in no path of Firestore. */
export const FAVOURITES = 'favourites' as AlbumId;

/** What is known of a favourite: its row, that its sheet is not loaded, or that it is not at its place. */
type Found = EntryRow | 'unknown' | 'missing';

/**
 * The entries of one person's favourites, from the indexes of the albums in which they were added. So they have current tokens, and show only
 * what the person may see now. An item that left its album, or whose date changed, is looked up there and in `all`.
 */
export class FavouriteEntries {
  lastViewed: ItemId | undefined;
  openedFrom: OpenedFrom | undefined;
  readonly #favourites: Favourites;
  readonly #album: (id: AlbumId) => AlbumEntries;
  readonly #canView: (id: AlbumId) => boolean;
  /** Where missing items were found; undefined: nowhere. */
  readonly #moved = new SvelteMap<ItemId, FavouritePlace | undefined>();
  readonly #subscribe: () => void;

  /** `canView` is reactive: whether the person may see an album. */
  constructor(favourites: Favourites, album: (id: AlbumId) => AlbumEntries, canView: (id: AlbumId) => boolean) {
    this.#favourites = favourites;
    this.#album = album;
    this.#canView = canView;
    this.#subscribe = createSubscriber(() => this.#connect());
  }

  /** The entries that are loaded, oldest first; undefined while none is known. */
  get entries(): RowEntries | undefined {
    this.#subscribe();
    return this.#entries;
  }

  get state(): LiveState {
    this.#subscribe();
    const { places, state } = this.#favourites;
    if (!places) return state;
    const albums = [...this.#byAlbum.keys()].map((id) => this.#album(id).state);
    return albums.find((one) => one === 'waiting' || one === 'broken') ?? 'live';
  }

  /** The album in which a favourite is displayed. */
  albumOf(item: ItemId): AlbumId | undefined {
    return this.#placeOf(item)?.album;
  }

  /** Nothing to do: all favourites are searched. */
  search(): Stop {
    return () => undefined;
  }

  /** Whether an item is no favourite, or is nowhere where this person may see it. */
  isGone(item: ItemId): boolean {
    if (!this.#favourites.places || this.#found.get(item) === 'unknown') return false;
    return (this.#entries?.indexOf(item) ?? -1) < 0 && (!this.#favourites.has(item) || this.#isNowhere(item));
  }

  /** See `AlbumEntries.hasLost`. */
  hasLost(item: ItemId, known: Entry): boolean {
    const album = this.albumOf(item);
    return album !== undefined && this.#album(album).hasLost(item, known);
  }

  /** See `AlbumEntries.tokenOf`. */
  tokenOf(item: ItemId, known: Entry): () => string | undefined {
    const album = this.albumOf(item);
    return album === undefined ? () => known.token : this.#album(album).tokenOf(item, known);
  }

  /** Whether the last search did not find an item. */
  #isNowhere(item: ItemId): boolean {
    return this.#moved.has(item) && this.#moved.get(item) === undefined;
  }

  #placeOf(item: ItemId): FavouritePlace | undefined {
    return this.#moved.get(item) ?? this.#favourites.places?.[item];
  }

  /** The favourites of each album. */
  readonly #byAlbum = $derived.by(() => {
    const items = Object.keys(this.#favourites.places ?? {}) as ItemId[];
    return groupBy(items, (item) => this.albumOf(item) ?? ALL);
  });

  readonly #found = $derived.by(() => {
    const found = [...this.#byAlbum].flatMap(([id, items]) => {
      const { byDate: entries, state } = this.#album(id);
      return items.map((item): [ItemId, Found] => {
        const sheet = entries?.sheetRowsAt(this.#positionOf(item));
        const row = sheet?.rows.find(([one]) => one === item);
        return [item, row ?? (sheet || state === 'forbidden' ? 'missing' : 'unknown')];
      });
    });
    // eslint-disable-next-line svelte/prefer-svelte-reactivity -- another object after every change
    return new Map(found);
  });

  readonly #entries = $derived.by(() => {
    if (!this.#favourites.places) return undefined;
    const found = [...this.#found.values()];
    const rows = found.filter((one) => typeof one !== 'string');
    return rows.length === 0 && found.includes('unknown') ? undefined : new RowEntries(rows.sort(compareRows));
  });

  #positionOf(item: ItemId): string {
    return positionOf(item, this.#placeOf(item)?.sortKey ?? '');
  }

  #connect(): Stop {
    const controller = new AbortController();
    this.#moved.clear();
    // The places where items were missing when they were last searched.
    // eslint-disable-next-line svelte/prefer-svelte-reactivity -- no component reads it
    const searched = new Map<ItemId, string>();
    const stop = detachedEffects(() => {
      $effect(() => {
        const stops = [...this.#byAlbum].map(([id, items]) =>
          this.#album(id).keepLoaded(items.map((item) => this.#positionOf(item))),
        );
        return () => {
          for (const stopLoading of stops) stopLoading();
        };
      });
      $effect(() => {
        for (const [item, found] of this.#found) {
          if (found !== 'missing') continue;
          const place = JSON.stringify(this.#placeOf(item));
          if (searched.get(item) === place) continue;
          searched.set(item, place);
          void this.#find(item, controller.signal);
        }
      });
    });
    return () => {
      controller.abort();
      stop();
    };
  }

  /** Looks a missing item up in its album and in `all`. */
  async #find(item: ItemId, signal: AbortSignal): Promise<void> {
    const place = this.#favourites.places?.[item];
    const albums = [place?.album ?? ALL, ALL].filter((id, n, all) => all.indexOf(id) === n && this.#canView(id));
    for (let tries = 0; !signal.aborted; tries++) {
      try {
        let found: FavouritePlace | undefined;
        for (const album of albums) {
          const entry = found ? undefined : await this.#album(album).read(item);
          if (entry) found = { album, sortKey: sortKeyOf(entry) };
        }
        this.#moved.set(item, found);
        return;
      } catch (error) {
        console.warn('a favourite could not be read', error);
        await waitToRetry(tries, signal);
      }
    }
  }
}
