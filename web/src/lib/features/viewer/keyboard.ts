/** The viewer's actions with a key. */
export type ViewerAction = 'previous' | 'next' | 'close' | 'zoomIn' | 'zoomOut' | 'resetZoom' | 'play';

const KEYS: Readonly<Record<string, ViewerAction>> = {
  ArrowLeft: 'previous',
  ArrowRight: 'next',
  Escape: 'close',
  '+': 'zoomIn',
  '=': 'zoomIn',
  '-': 'zoomOut',
  '0': 'resetZoom',
  ' ': 'play',
};

/** The action of a key; undefined if a control, a menu or the browser uses the key. */
export function keyOf(event: KeyboardEvent): ViewerAction | undefined {
  if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return undefined;
  const target = event.target instanceof Element ? event.target : undefined;
  if (target?.closest('input, select, textarea, dialog[open], [popover]')) return undefined;
  if (event.key === 'Escape' && document.querySelector('[popover="auto"]:popover-open')) return undefined;
  if (event.key === ' ' && target?.closest('button, a')) return undefined;
  return KEYS[event.key];
}
