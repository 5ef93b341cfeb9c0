import type { Icon } from '../../ui/icon.ts';

/** An action on the current entry, as a button of the row or of its menu. */
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
