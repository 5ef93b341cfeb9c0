import type { Icon } from '../../ui/icon.ts';

/** An action of the viewer's footer. */
export interface ViewerButton {
  readonly label: string;
  /** A part of the label, for the row. */
  readonly short?: string;
  readonly icon: Icon;
  readonly onclick: () => void;
  /** For toggles, like a heart. */
  readonly pressed?: boolean;
  /** Ignores clicks for now, but keeps its place and the focus. */
  readonly disabled?: boolean;
  /** Whether a menu stays open after it, so that it can be repeated. */
  readonly staysOpen?: boolean;
}

/** Actions that stay together in the row or in the menu. */
export type ButtonGroup = readonly ViewerButton[];

/** The actions of the row, and those of the menu at its end. */
interface FooterButtons {
  readonly row: readonly ViewerButton[];
  readonly menu: readonly ViewerButton[];
}

/**
 * Divides actions between the row and its menu, whose button takes a slot too. The last groups are the most important: the first ones move
 * to the menu. `menuActions` are always in the menu.
 */
export function arrangeButtons(groups: readonly ButtonGroup[], menuActions: ButtonGroup, slots: number): FooterButtons {
  const all = groups.flat();
  if (menuActions.length === 0 && all.length <= slots) return { row: all, menu: [] };
  let first = groups.length;
  let used = 1;
  while (first > 0 && used + (groups[first - 1]?.length ?? 0) <= slots) {
    first -= 1;
    used += groups[first]?.length ?? 0;
  }
  return { row: groups.slice(first).flat(), menu: [...groups.slice(0, first).flat(), ...menuActions] };
}
