import type { EntryRow } from '@maru/model/album-index/order';
import type { ItemId } from '@maru/model/ids';
import type { GridSource } from '#lib/features/grid/grid-source.ts';
import type { Selection } from '#lib/features/selection/selection.svelte.ts';

interface MoverProps {
  readonly selection: Selection;
  /** All entries of the album, loaded and in the order by hand if `canMove`. */
  readonly source: GridSource;
  readonly canMove: boolean;
  /** Moves rows directly before an item, or to the end. */
  readonly onmove: (rows: readonly EntryRow[], before: ItemId | null) => void;
}

/** Moves the selected items of an album that is ordered by hand. They keep their order. */
export class ItemMover {
  readonly #props: () => MoverProps;

  constructor(props: () => MoverProps) {
    this.#props = props;
  }

  /** Makes the next tile pick the item before which they go. */
  start(): void {
    this.#props().selection.startPicking((item) => {
      this.#moveBefore(item);
    });
  }

  moveToStart(): void {
    this.#moveBefore(this.#rowsWhere(false)[0]?.[0] ?? null);
  }

  moveToEnd(): void {
    this.#moveBefore(null);
  }

  #moveBefore(item: ItemId | null): void {
    const { selection, canMove, onmove } = this.#props();
    // The order of the album may have changed meanwhile.
    if (!canMove) {
      selection.stopPicking();
      return;
    }
    const rows = this.#rowsWhere(true);
    void selection.end();
    onmove(rows, item);
  }

  /** The items of the album that are selected, or that are not, in order. */
  #rowsWhere(isSelected: boolean): readonly EntryRow[] {
    const { selection, source } = this.#props();
    return Array.from({ length: source.count }, (_, at) => source.at(at)).flatMap((row) =>
      row && selection.has(row[0]) === isSelected ? [row] : [],
    );
  }
}
