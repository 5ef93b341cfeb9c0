import ArrowLeftToLine from '@lucide/svelte/icons/arrow-left-to-line';
import ArrowRightToLine from '@lucide/svelte/icons/arrow-right-to-line';
import type { EntryRow } from '@maru/model/album-index/order';
import type { ItemId } from '@maru/model/ids';
import type { GridSource } from '#lib/features/grid/grid-source.ts';
import type { SelectionAction } from '#lib/features/selection/SelectionActions.svelte';
import type { Selection } from '#lib/features/selection/selection.svelte.ts';
import { m } from '#lib/paraglide/messages.js';

interface MoverProps {
  readonly selection: Selection;
  /** All entries of the album, loaded and in the order by hand if `canMove`. */
  readonly source: GridSource;
  readonly canMove: boolean;
  readonly focusGrid: () => void;
  /** Moves rows directly before an item, or to the end. */
  readonly onmove: (rows: readonly EntryRow[], before: ItemId | null) => void;
}

/** Moves the selected items of an album that is ordered by hand. They keep their order. */
export class ItemMover {
  readonly #props: () => MoverProps;

  constructor(props: () => MoverProps) {
    this.#props = props;
  }

  /** Makes the next tile pick the item before which they go. The keyboard goes on in the grid. */
  readonly start = (): void => {
    const { selection, focusGrid } = this.#props();
    selection.startPicking((item) => {
      this.#moveBefore(item);
    });
    focusGrid();
  };

  /** What can be done in place of picking an item. */
  get targets(): readonly SelectionAction[] {
    const toStart = () => this.#moveBefore(this.#rowsWhere(false)[0]?.[0] ?? null);
    return [
      { label: m.move_to_start(), icon: ArrowLeftToLine, onclick: toStart },
      { label: m.move_to_end(), icon: ArrowRightToLine, onclick: () => this.#moveBefore(null) },
    ];
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
