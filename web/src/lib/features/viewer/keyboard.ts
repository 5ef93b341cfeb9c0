import { chordOf } from '../player/keys.ts';

/** The viewer's actions with a key. */
export type ViewerAction =
  | 'previous'
  | 'next'
  | 'first'
  | 'last'
  | 'close'
  | 'zoomIn'
  | 'zoomOut'
  | 'resetZoom'
  | 'play'
  | 'info'
  | 'fullScreen';

/** By chord. */
const KEYS: Readonly<Record<string, ViewerAction>> = {
  ArrowLeft: 'previous',
  ArrowRight: 'next',
  Home: 'first',
  End: 'last',
  Escape: 'close',
  '+': 'zoomIn',
  '=': 'zoomIn',
  '-': 'zoomOut',
  '0': 'resetZoom',
  ' ': 'play',
  k: 'play',
  i: 'info',
  f: 'fullScreen',
};

/** The chords that a seek bar uses itself: with Ctrl, arrows go to chapters. */
const OF_RANGE = /^(Arrow|Home$|End$|Page)/;

/** Whether no control, menu or browser uses the key. */
export function isFreeKey(event: KeyboardEvent): boolean {
  if (event.defaultPrevented) return false;
  const target = event.target instanceof Element ? event.target : undefined;
  const control = target?.closest('input, select, textarea, dialog[open], [popover]');
  if (control && !(control.matches('input[type="range"]') && !OF_RANGE.test(chordOf(event)))) return false;
  // Escape ends it.
  if (event.key === 'Escape' && document.querySelector('[popover="auto"]:popover-open, :fullscreen')) return false;
  return !(event.key === ' ' && target?.closest('button, a'));
}

/** The action of a key; undefined if a control, a menu or the browser uses the key. */
export const keyOf = (event: KeyboardEvent): ViewerAction | undefined =>
  isFreeKey(event) ? KEYS[chordOf(event)] : undefined;
