import type { AlbumId, LibraryId, Uid } from '@maru/model/ids';
import { nextLook, type Look, type Looks } from '@maru/model/news/looks';
import type { OfflineStore } from '../../device/offline-store.ts';
import type { Cloud } from '../../firebase/cloud.ts';
import { Live, type LiveState } from '../live.svelte.ts';
import { OwnItems } from '../own-items.svelte.ts';
import { stored } from '../stored.ts';

/** So many looks are kept, the latest ones. */
const KEPT = 500;

/** When one person last looked at the albums of one library, on any device. */
export class LastLooks {
  readonly #own: OwnItems<Look, AlbumId>;

  constructor(cloud: Cloud, store: OfflineStore, uid: Uid, library: LibraryId) {
    const live = new Live<Looks>(
      (watcher) => cloud.watchLooks(uid, library, watcher),
      stored(store, `looks/${library}`),
    );
    this.#own = new OwnItems(live, store, `unsentLooks/${library}`, (changes) =>
      cloud.writeLooks(uid, library, changes),
    );
  }

  /** The looks by album; undefined while unknown. */
  get looks(): Looks | undefined {
    return this.#own.items;
  }

  /** Whether it is not known yet whether this device has them: a moment later it is. */
  get isReading(): boolean {
    return this.#own.isReading;
  }

  get state(): LiveState {
    return this.#own.state;
  }

  /** Saves a look at entries that were added until `through`, unless it is known. Never rejects: without a network it is sent later. */
  async save(album: AlbumId, through: number): Promise<void> {
    const look = nextLook(this.looks?.[album], through, Date.now());
    if (look) await this.#own.setAndTrim(album, look, KEPT, ({ at }) => at);
  }

  /** Sends what an earlier window did not. Never rejects. */
  resume(): Promise<void> {
    return this.#own.resume();
  }
}
