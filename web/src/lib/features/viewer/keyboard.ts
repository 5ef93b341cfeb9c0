/** What one can do in the viewer by a key. */
export type ViewerAction = 'previous' | 'next' | 'close' | 'zoomIn' | 'zoomOut' | 'whole' | 'play';

const KEYS: Readonly<Record<string, ViewerAction>> = {
  ArrowLeft: 'previous',
  ArrowRight: 'next',
  Escape: 'close',
  '+': 'zoomIn',
  '=': 'zoomIn',
  '-': 'zoomOut',
  '0': 'whole',
  ' ': 'play',
};

/** What a key means on the stage; nothing where a control, a menu or the browser has its own use for it. */
export function keyOf(event: KeyboardEvent): ViewerAction | undefined {
  if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return undefined;
  const on = event.target instanceof Element ? event.target : undefined;
  if (on?.closest('input, select, textarea, dialog[open], [popover]')) return undefined;
  if (event.key === 'Escape' && document.querySelector('[popover="auto"]:popover-open')) return undefined;
  if (event.key === ' ' && on?.closest('button, a')) return undefined;
  return KEYS[event.key];
}
