import type { ApiResponse } from '@maru/model/api/endpoints';
import type { ItemId } from '@maru/model/ids';
import { MAX_ORIGINALS_PER_CALL } from '@maru/model/limits';

/** The original of an item, and where to fetch it for some minutes. */
export type Original = ApiResponse<'openOriginals'>['originals'][number];

/** Opens the originals of many items, some at a time, because their URLs expire. Gives an original that several items have only once. */
export class OriginalsReader {
  readonly #open: (items: ItemId[]) => Promise<readonly Original[]>;
  readonly #remaining: ItemId[];
  #opened: Original[] = [];
  #current: Original | undefined;
  #missing = 0;
  readonly #onrepeated: (item: ItemId) => void;
  readonly #given = new Set<ItemId>();

  /** `onrepeated` receives each item whose original was given with another item. */
  constructor(
    items: readonly ItemId[],
    open: (items: ItemId[]) => Promise<readonly Original[]>,
    onrepeated: (item: ItemId) => void,
  ) {
    this.#remaining = [...items];
    this.#open = open;
    this.#onrepeated = onrepeated;
  }

  /** How many of the items opened so far have no original any more. */
  get missing(): number {
    return this.#missing;
  }

  /** The next original; undefined after the last one. Rejects as `open` does, and then gives the same one at the next call. */
  async next(): Promise<Original | undefined> {
    while (this.#opened.length === 0 && this.#remaining.length > 0) {
      const items = this.#remaining.slice(0, MAX_ORIGINALS_PER_CALL);
      const opened = await this.#open(items);
      this.#remaining.splice(0, items.length);
      const found = new Set(opened.map(({ item }) => item));
      this.#opened = opened.filter((original) => this.#isNew(original));
      this.#missing += items.filter((item) => !found.has(item)).length;
    }
    this.#current = this.#opened.shift();
    return this.#current;
  }

  #isNew({ item, original }: Original): boolean {
    if (original === undefined) return true;
    const isNew = !this.#given.has(original);
    if (isNew) this.#given.add(original);
    else this.#onrepeated(item);
    return isNew;
  }

  /** The current original with a new URL; undefined if it is gone. */
  async renew(): Promise<Original | undefined> {
    const current = this.#current;
    if (!current) return undefined;
    return (await this.#open([current.item])).find(({ name }) => name === current.name);
  }
}
