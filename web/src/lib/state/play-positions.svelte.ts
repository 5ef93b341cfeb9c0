import type { ItemId, LibraryId, Uid } from '@maru/model/ids';
import type { PlayPosition, PlayPositions as Positions } from '@maru/model/library/play-positions';
import type { OfflineStore } from '../device/offline-store.ts';
import type { Cloud } from '../firebase/cloud.ts';
import { Live } from './live.svelte.ts';
import { OwnItems } from './own-items.svelte.ts';
import { stored } from './stored.ts';

/** So many positions are kept, the latest ones. */
const KEPT = 200;

/** Where one person stopped in the videos and sounds of one library, on any device. */
export class PlayPositions {
  readonly #own: OwnItems<PlayPosition>;

  constructor(cloud: Cloud, store: OfflineStore, uid: Uid, library: LibraryId) {
    const live = new Live<Positions>(
      (watcher) => cloud.watchPlayPositions(uid, library, watcher),
      stored(store, `playPositions/${library}`),
    );
    this.#own = new OwnItems(live, store, `unsentPlayPositions/${library}`, (changes) =>
      cloud.writePlayPositions(uid, library, changes),
    );
  }

  /** Seconds from the start; undefined where nothing was begun, and while unknown. */
  of(item: ItemId): number | undefined {
    return this.#own.items?.[item]?.at;
  }

  /** Saves where this person stopped; undefined when they are through. Never rejects: a device without a network sends it later. */
  async save(item: ItemId, at: number | undefined): Promise<void> {
    if (at === undefined && !this.#own.items?.[item]) return;
    const position = at === undefined ? null : { at: Math.round(at * 10) / 10, changed: Date.now() };
    await this.#own.setAndTrim(item, position, KEPT, ({ changed }) => changed);
  }

  /** Sends what an earlier window did not. Never rejects. */
  resume(): Promise<void> {
    return this.#own.resume();
  }
}
