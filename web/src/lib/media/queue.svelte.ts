import type { Entry, ItemId } from '@maru/model';
import { shuffled } from '../shuffled.ts';
import type { Playable, PlayQueue } from './playable.ts';

/** An item of the queue. */
interface QueueItem {
  readonly item: ItemId;
  readonly entry: Entry;
}

/** Returns items in random order, `first` first. */
export function shuffle(items: readonly ItemId[], first: ItemId, random = Math.random): readonly ItemId[] {
  const rest = items.filter((item) => item !== first);
  return [first, ...shuffled(rest, random)];
}

/** What plays before and after the current item, in order or shuffled. */
export class Queue {
  #queue = $state.raw<PlayQueue>();
  #order = $state.raw<readonly ItemId[]>([]);
  #current = $state<ItemId>();
  #isShuffled = $state(false);

  /** Whether there is more than the current item. */
  get hasOthers(): boolean {
    return this.#order.length > 1;
  }
  get isShuffled(): boolean {
    return this.#isShuffled;
  }
  /** What plays next; undefined at the end. */
  get next(): QueueItem | undefined {
    return this.#beside(1);
  }
  get previous(): QueueItem | undefined {
    return this.#beside(-1);
  }

  /** Goes to an item. A queue of other items starts anew; one without a queue plays alone. */
  goTo({ item, queue }: Playable): void {
    this.#current = item;
    // eslint-disable-next-line svelte/prefer-svelte-reactivity -- gone at once
    const known = new Set(this.#order);
    const isSame = queue?.items.length === known.size && queue.items.every((one) => known.has(one));
    this.#queue = queue;
    if (!isSame) this.#arrange();
  }

  /** What to play for an item of the queue. */
  playableOf({ item, entry }: QueueItem): Playable | undefined {
    return this.#queue?.playableOf(item, entry);
  }

  toggleShuffled(): void {
    this.#isShuffled = !this.#isShuffled;
    this.#arrange();
  }

  #arrange(): void {
    const items = this.#queue?.items ?? [];
    this.#order = this.#isShuffled && this.#current ? shuffle(items, this.#current) : items;
  }

  /** The nearest item in one direction that is not gone. */
  #beside(by: 1 | -1): QueueItem | undefined {
    if (this.#current === undefined) return undefined;
    for (let n = this.#order.indexOf(this.#current) + by; n >= 0 && n < this.#order.length; n += by) {
      const item = this.#order[n] as ItemId;
      const entry = this.#queue?.entryOf(item);
      if (entry) return { item, entry };
    }
    return undefined;
  }
}
