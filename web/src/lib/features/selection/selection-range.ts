import type { ItemId } from '@maru/model';
import type { GridSource } from '../grid/grid-source.ts';
import type { Selection } from './selection.svelte.ts';

/** A range of tiles that are selected (or deselected) together, by dragging or by Shift. Tiles that leave the range are as before. */
export class SelectionRange {
  readonly source: GridSource;
  readonly #selection: Selection;
  readonly #start: number;
  readonly #isSelecting: boolean;
  #end: number | undefined;
  /** What was selected before, of the tiles in the range. */
  readonly #before = new Map<ItemId, boolean>();

  constructor(selection: Selection, source: GridSource, start: number, isSelecting = true) {
    this.#selection = selection;
    this.source = source;
    this.#start = start;
    this.#isSelecting = isSelecting;
  }

  /** Makes the range end at a tile. Entries that are not loaded are selected when they are, and stay selected. */
  moveTo(end: number): void {
    const [from, to] = this.#bounds(end);
    const [fromBefore, toBefore] = this.#end === undefined ? [0, 0] : this.#bounds(this.#end);
    this.#end = end;
    for (let index = fromBefore; index < toBefore; index += 1) if (index < from || index >= to) this.#restore(index);
    let isComplete = true;
    const added = [];
    for (let index = from; index < to; index += 1) {
      if (index >= fromBefore && index < toBefore) continue;
      const row = this.source.at(index);
      if (row) added.push(row);
      else isComplete = false;
    }
    for (const [id] of added) this.#before.set(id, this.#selection.has(id));
    this.#selection.set(added, this.#isSelecting);
    if (!isComplete && this.#isSelecting) void this.#selection.select(this.source, from, to);
  }

  #bounds(end: number): [number, number] {
    return [Math.min(this.#start, end), Math.max(this.#start, end) + 1];
  }

  #restore(index: number): void {
    const row = this.source.at(index);
    const before = row && this.#before.get(row[0]);
    if (row && before !== undefined) this.#selection.set([row], before);
  }
}
