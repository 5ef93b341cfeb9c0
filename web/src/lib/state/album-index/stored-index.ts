import type { TimedChange } from '@maru/model/album-index/change';
import type { Outline } from '@maru/model/album-index/outline';
import type { AlbumId, ItemId, LibraryId } from '@maru/model/ids';
import type { OfflineStore } from '../../device/offline-store.ts';
import type { StoredSheet } from '../../firebase/cloud.ts';
import type { Stored } from '../live.svelte.ts';
import { stored } from '../stored.ts';

/** One version of an album's index, without the entries. */
export interface Index {
  readonly version: number;
  /** Changes up to this time (ms since 1970) are in it. */
  readonly through: number;
  readonly outline: Outline;
}

/** The index of one album on this device: the last outline, the latest changes, and the sheets that were loaded. */
export class StoredIndex {
  readonly index: Stored<Index>;
  readonly changes: Stored<readonly TimedChange[]>;
  readonly #store: OfflineStore;
  readonly #place: string;

  constructor(store: OfflineStore, library: LibraryId, album: AlbumId) {
    this.#store = store;
    this.#place = `${library}/${album}`;
    this.index = stored(store, `outline/${this.#place}`);
    this.changes = stored(store, `changes/${this.#place}`);
  }

  sheet(id: ItemId): Stored<StoredSheet> {
    return stored(this.#store, `sheet/${this.#place}/${id}`);
  }

  /** Replaces the index `before`, and deletes the sheets that it no longer has. */
  replace(before: Index | undefined, index: Index): void {
    this.index.write(index);
    const ids = new Set(index.outline.map(({ id }) => id));
    for (const { id } of before?.outline ?? []) if (!ids.has(id)) this.sheet(id).write(undefined);
    this.flush();
  }

  /** Writes now, so that what is seen opens offline even if the page is closed at once. */
  flush(): void {
    void this.#store.flush();
  }

  /** The position of the stored sheet that has an item; undefined if none has it. */
  async find({ outline }: Index, item: ItemId): Promise<string | undefined> {
    for (const { id, version, first } of outline) {
      const sheet = await this.sheet(id).read();
      if (sheet?.version === version && sheet.text.includes(item)) return first;
    }
    return undefined;
  }

  async clear(): Promise<void> {
    for (const key of await this.#store.keys())
      if (/^(outline|changes|sheet)\//.test(key) && `${key}/`.includes(`/${this.#place}/`))
        this.#store.write(key, undefined);
  }
}
