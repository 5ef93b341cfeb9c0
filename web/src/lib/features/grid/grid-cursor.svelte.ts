import type { ItemId } from '@maru/model';
import type { GridSource } from './grid-source.ts';

/** The tile that the keyboard is on. It follows its item when entries are added or removed. */
export class GridCursor {
  #at = $state.raw<{ readonly index: number; readonly id: ItemId | undefined }>();
  #hasFocus = $state(false);
  readonly #source: () => GridSource;

  constructor(source: () => GridSource) {
    this.#source = source;
  }

  /** Its index; undefined before the first move. */
  readonly index = $derived.by(() => {
    if (!this.#at) return undefined;
    const { index, id } = this.#at;
    const source = this.#source();
    const found = id === undefined ? -1 : source.indexOf(id);
    return found >= 0 ? found : Math.min(index, source.count - 1);
  });

  /** Its index while it has the focus. */
  readonly focused = $derived.by(() => (this.#hasFocus ? this.index : undefined));

  readonly moveTo = (index: number): void => {
    this.#at = { index, id: this.#source().at(index)?.[0] };
    this.#hasFocus = true;
  };

  /** Follows the focus out of the grid. A tile that is removed or replaced loses it to nothing, and gets it back. */
  readonly onfocusout = ({ relatedTarget }: FocusEvent): void => {
    if (relatedTarget instanceof Element && !relatedTarget.hasAttribute('data-at')) this.#hasFocus = false;
  };
}
