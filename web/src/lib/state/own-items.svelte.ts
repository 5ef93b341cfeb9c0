import { ApiError } from '@maru/model/api/error';
import type { ItemId } from '@maru/model/ids';
import type { OfflineStore } from '../device/offline-store.ts';
import type { ItemChanges } from '../firebase/cloud.ts';
import type { Live, LiveState } from './live.svelte.ts';
import { stored } from './stored.ts';

type Items<T, Id extends string> = Readonly<Record<Id, T>>;

/** Returns these values after changes. */
function after<T, Id extends string>(items: Items<T, Id>, changes: ItemChanges<T, Id>): Items<T, Id> {
  return Object.fromEntries(Object.entries({ ...items, ...changes }).filter(([, value]) => value !== null)) as Items<
    T,
    Id
  >;
}

/**
 * What one person keeps about the items of a library, or its albums, for themselves: a document that only they write. A change shows at once and is stored on
 * this device until the server has it. If the server refuses it, it is undone.
 */
export class OwnItems<T, Id extends string = ItemId> {
  readonly #live: Live<Items<T, Id>>;
  readonly #store: OfflineStore;
  readonly #unsent;
  #changes = $state.raw({} as ItemChanges<T, Id>);
  readonly #write: (changes: ItemChanges<T, Id>) => Promise<void>;

  /** `unsentKey` names what the server does not have yet in the store; `write` rejects as `Cloud.readItem` does. */
  constructor(
    live: Live<Items<T, Id>>,
    store: OfflineStore,
    unsentKey: string,
    write: (changes: ItemChanges<T, Id>) => Promise<void>,
  ) {
    this.#live = live;
    this.#store = store;
    this.#unsent = stored<ItemChanges<T, Id>>(store, unsentKey);
    this.#write = write;
  }

  readonly #items = $derived.by(() => {
    const { current } = this.#live;
    const isKnown = current !== undefined || Object.keys(this.#changes).length > 0;
    return isKnown ? after(current ?? ({} as Items<T, Id>), this.#changes) : undefined;
  });

  /** The values; undefined while unknown. */
  get items(): Items<T, Id> | undefined {
    return this.#items;
  }

  get state(): LiveState {
    return this.#live.state;
  }

  /** Whether it is not known yet whether this device has them: a moment later it is. */
  get isReading(): boolean {
    return this.#live.isReading;
  }

  /** Sets values, or removes those that are null. Resolves when the server has them; rejects as `write` does. */
  async change(changes: ItemChanges<T, Id>): Promise<void> {
    this.#set({ ...this.#changes, ...changes });
    await this.#send(changes);
  }

  /**
   * Sets one value, or removes it if it is null, and removes the oldest of the others so that at most `max` are kept; `timeOf` is when a value was
   * set. Never rejects: without a network it is sent later.
   */
  async setAndTrim(id: Id, value: T | null, max: number, timeOf: (value: T) => number): Promise<void> {
    const others = (Object.entries(this.#items ?? {}) as [Id, T][]).filter(([other]) => other !== id);
    const excess = others.sort(([, a], [, b]) => timeOf(b) - timeOf(a)).slice(max - 1);
    const changes = Object.fromEntries([...excess.map(([other]) => [other, null]), [id, value]]) as ItemChanges<T, Id>;
    await this.change(changes).catch((error: unknown) => console.warn('not saved', error));
  }

  /** Sends what an earlier window did not. Never rejects. */
  async resume(): Promise<void> {
    const unsent = await this.#unsent.read();
    if (!unsent) return;
    this.#changes = { ...unsent, ...this.#changes };
    await this.#send(this.#changes).catch((error: unknown) => console.warn('not saved', error));
  }

  async #send(changes: ItemChanges<T, Id>): Promise<void> {
    try {
      await this.#write(changes);
    } catch (error) {
      if (error instanceof ApiError && error.code === 'forbidden') this.#drop(changes);
      throw error;
    }
    this.#drop(changes);
  }

  /** Drops changes, unless later ones replaced them. */
  #drop(changes: ItemChanges<T, Id>): void {
    const left = Object.entries(this.#changes).filter(([item, value]) => changes[item as Id] !== value);
    this.#set(Object.fromEntries(left) as ItemChanges<T, Id>);
  }

  #set(changes: ItemChanges<T, Id>): void {
    this.#changes = changes;
    this.#unsent.write(Object.keys(changes).length > 0 ? changes : undefined);
    // Now, because the page may be closed at once.
    void this.#store.flush();
  }
}
