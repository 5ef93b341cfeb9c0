import { isUnreachable } from '../api/unreachable.ts';
import { sortKeyIn } from '../album-index/order.ts';
import { ALL, type AlbumId, type ItemId, type LibraryId } from '../ids.ts';
import type { FavouritePlace, Favourites } from '../library/favourites.ts';
import type { Item, ProcessedItem } from '../library/item.ts';
import { MAX_FAVOURITES } from '../limits.ts';
import type { AttemptPorts } from './ports.ts';

type Ports = Pick<AttemptPorts, 'uid' | 'after' | 'exclusive' | 'report'> & {
  readonly library: Pick<AttemptPorts['library'], 'readItem' | 'readFavourites' | 'writeFavourites'>;
};

/** What becomes ready within this time is written at once, in ms: all favourites are in one document. */
const BATCH_MS = 1000;
const RETRY_MS = 5000;

/** The video of a Live Photo has no entry: it is part of its photo, which has a mark of its own. */
const hasEntry = (item: Item | undefined): item is ProcessedItem =>
  item?.mediaInfo !== undefined && item.token !== undefined && item.motionOf === undefined;

/** Where an item is found again: in `all` if it is there, else in the album that it was imported into. */
function placeOf(item: Item | undefined, albums: readonly AlbumId[]): FavouritePlace | undefined {
  if (!hasEntry(item)) return undefined;
  const album = [ALL, ...albums].find((one) => item.albums.includes(one));
  return album && { album, sortKey: sortKeyIn(album, item) };
}

interface Batch {
  readonly places: Record<ItemId, FavouritePlace>;
  readonly written: Promise<void>;
}

/** Adds items that were favourites in another program to those of the person who imports them. Removes none, and leaves those that there are as they are. */
export class FavouriteMarks {
  readonly #ports: Ports;
  readonly #batches = new Map<LibraryId, Batch>();
  #isClosed = false;

  constructor(ports: Ports) {
    this.#ports = ports;
  }

  /** Adds an item that is ready in these albums. Resolves when the server has it, or when it cannot be added. Never rejects. */
  async add(library: LibraryId, id: ItemId, albums: readonly AlbumId[]): Promise<void> {
    await this.#untilReached(async () => {
      const place = placeOf(await this.#ports.library.readItem(library, id), albums);
      if (!place) return;
      const batch = this.#batches.get(library) ?? this.#begin(library);
      batch.places[id] = place;
      await batch.written;
    });
  }

  /** Repeats nothing any more. */
  close(): void {
    this.#isClosed = true;
  }

  #begin(library: LibraryId): Batch {
    const places: Record<ItemId, FavouritePlace> = {};
    const written = new Promise<void>((resolve) => void this.#ports.after(BATCH_MS, resolve)).then(() => {
      this.#batches.delete(library);
      return this.#ports.exclusive(`favourites/${library}`, () => this.#write(library, places));
    });
    const batch = { places, written };
    this.#batches.set(library, batch);
    return batch;
  }

  async #write(library: LibraryId, places: Favourites): Promise<void> {
    const { library: access, uid } = this.#ports;
    const known = await access.readFavourites(uid, library);
    const added = Object.entries(places).filter(([item]) => !(item in known));
    const room = MAX_FAVOURITES - Object.keys(known).length;
    const fitting = Object.fromEntries(added.slice(0, Math.max(0, room)));
    if (Object.keys(fitting).length > 0) await access.writeFavourites(uid, library, fitting);
  }

  async #untilReached(work: () => Promise<void>): Promise<void> {
    while (!this.#isClosed) {
      try {
        await work();
        return;
      } catch (error) {
        // A photo is not given up because it cannot be a favourite.
        if (!isUnreachable(error)) {
          this.#ports.report(error);
          return;
        }
        await new Promise<void>((resolve) => void this.#ports.after(RETRY_MS, resolve));
      }
    }
  }
}
