import type { AlbumId, LibraryId } from '@maru/model/ids';
import type { Album } from '@maru/model/library/album';
import type { OfflineStore } from '../../device/offline-store.ts';
import type { Cloud } from '../../firebase/cloud.ts';
import { AlbumEntries } from '../album.svelte.ts';
import { Live, type LiveState } from '../live.svelte.ts';
import { memoize } from '../memoize.ts';

/** A TV keeps nothing. */
const NO_STORE: OfflineStore = {
  isReading: false,
  read: () => Promise.resolve(undefined),
  write: () => undefined,
  keys: () => Promise.resolve([]),
  flush: () => Promise.resolve(),
  close: () => undefined,
};

/** The albums of a library as a TV sees them. */
export class TvLibrary {
  readonly id: LibraryId;
  readonly #albums: (album: AlbumId) => Live<Album | undefined>;
  /** The entries of an album: the same object for the same album. */
  readonly entries: (album: AlbumId) => AlbumEntries;

  constructor(cloud: Cloud, id: LibraryId) {
    this.id = id;
    this.#albums = memoize((album) => new Live((watcher) => cloud.watchAlbum(id, album, watcher)));
    this.entries = memoize(
      (album) =>
        new AlbumEntries(cloud, NO_STORE, id, album, () => ({ album: this.album(album), state: this.stateOf(album) })),
    );
  }

  /** An album; undefined while unknown, or if the member who let the TV in may not see it any more. */
  album(id: AlbumId): Album | undefined {
    return this.#albums(id).current;
  }

  /** The state of `album(id)`. */
  stateOf(id: AlbumId): LiveState {
    return this.#albums(id).state;
  }
}
