import type { ApiResponse } from '@maru/model/api/endpoints';
import type { ItemId } from '@maru/model/ids';
import { MAX_ORIGINALS_PER_CALL } from '@maru/model/limits';

/** The original of an item, and where to fetch it for some minutes. */
export type Original = ApiResponse<'openOriginals'>['originals'][number];

/** Opens the originals of many items, some at a time, because their URLs expire. */
export class OriginalsReader {
  readonly #open: (items: ItemId[]) => Promise<readonly Original[]>;
  readonly #remaining: ItemId[];
  #opened: Original[] = [];
  #current: Original | undefined;
  #missing = 0;

  constructor(items: readonly ItemId[], open: (items: ItemId[]) => Promise<readonly Original[]>) {
    this.#remaining = [...items];
    this.#open = open;
  }

  /** How many of the items opened so far have no original any more. */
  get missing(): number {
    return this.#missing;
  }

  /** The next original; undefined after the last one. Rejects as `open` does, and then gives the same one at the next call. */
  async next(): Promise<Original | undefined> {
    while (this.#opened.length === 0 && this.#remaining.length > 0) {
      const items = this.#remaining.slice(0, MAX_ORIGINALS_PER_CALL);
      this.#opened = [...(await this.#open(items))];
      this.#remaining.splice(0, items.length);
      const found = new Set(this.#opened.map(({ item }) => item));
      this.#missing += items.filter((item) => !found.has(item)).length;
    }
    this.#current = this.#opened.shift();
    return this.#current;
  }

  /** The current original with a new URL; undefined if it is gone. */
  async renew(): Promise<Original | undefined> {
    const current = this.#current;
    if (!current) return undefined;
    return (await this.#open([current.item])).find(({ name }) => name === current.name);
  }
}
