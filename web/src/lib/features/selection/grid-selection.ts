import type { ItemId } from '@maru/model';
import type { GridSource } from '../grid/grid-source.ts';
import type { Drag } from './pointer.ts';
import { SelectionRange } from './selection-range.ts';
import type { Selection } from './selection.svelte.ts';

/** Selects the tiles of a grid, by their indices. */
export class GridSelection {
  readonly #selection: Selection;
  readonly #source: () => GridSource;
  /** The tile that was toggled last: Shift selects from there. */
  #anchor: { readonly id: ItemId; readonly index: number; readonly source: GridSource } | undefined;
  #range: SelectionRange | undefined;

  constructor(selection: Selection, source: () => GridSource) {
    this.#selection = selection;
    this.#source = source;
  }

  get isOn(): boolean {
    return this.#selection.isOn;
  }

  /** Selects or deselects a tile, if its entry is loaded. While an item is being picked, picks it unless it is selected. */
  toggle(index: number): void {
    const source = this.#source();
    const row = source.at(index);
    if (!row) return;
    const { pick } = this.#selection;
    if (pick) {
      if (!this.#selection.has(row[0])) pick(row[0]);
      return;
    }
    this.#range = undefined;
    this.#selection.toggle(row);
    this.#anchor = { id: row[0], index, source };
  }

  /** Handles a click on a tile: in selection mode, and with Ctrl, ⌘ or Shift, it selects. Returns whether it did. */
  click(index: number, { shiftKey, ctrlKey, metaKey }: MouseEvent): boolean {
    if (!this.isOn && !shiftKey && !ctrlKey && !metaKey) return false;
    if (shiftKey && this.isOn && this.#anchor && !this.#selection.pick) this.extend(this.#anchorIndex(), index);
    else this.toggle(index);
    return true;
  }

  /** Handles a key on tile `index`, from which it moves to tile `next` unless undefined. Returns whether it selected. */
  press({ key, shiftKey }: KeyboardEvent, index: number, next: number | undefined): boolean {
    if (key === ' ' || key === 'x') this.toggle(index);
    else if (shiftKey && next !== undefined && !this.#selection.pick) this.extend(index, next);
    else {
      this.#range = undefined;
      return false;
    }
    return true;
  }

  /** Selects from tile `start` to tile `end`. If it goes on from the last call, tiles that are no longer in the range are as they were before. */
  extend(start: number, end: number): void {
    const source = this.#source();
    if (this.#range?.source !== source) this.#range = new SelectionRange(this.#selection, source, start);
    this.#range.moveTo(end);
  }

  /** Begins to drag from a tile, over tiles that become what this one becomes. */
  drag(start: number): Drag | undefined {
    const source = this.#source();
    const row = source.at(start);
    if (!row || !this.isOn || this.#selection.pick) return undefined;
    this.#range = undefined;
    const range = new SelectionRange(this.#selection, source, start, !this.#selection.has(row[0]));
    return {
      moveTo: (index) => {
        // After arrivals a tile has another index than in the range.
        const end = this.#source() === source ? index : this.#indexIn(source, index);
        if (end >= 0) range.moveTo(end);
      },
    };
  }

  /** The index of a tile in an earlier source; -1 if it is not in it. */
  #indexIn(earlier: GridSource, index: number): number {
    const row = this.#source().at(index);
    return row ? earlier.indexOf(row[0]) : -1;
  }

  /** After arrivals the anchor has another index, which is unknown if it is no longer loaded. */
  #anchorIndex(): number {
    const source = this.#source();
    const { id, index = 0, source: before } = this.#anchor ?? {};
    const found = id === undefined || source === before ? -1 : source.indexOf(id);
    return found < 0 ? Math.min(index, source.count - 1) : found;
  }
}
