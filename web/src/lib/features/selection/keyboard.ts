/** The action of a key of the page while a grid or the viewer is shown; undefined if a control, a dialog or the browser uses the key. */
export function selectionKey(event: KeyboardEvent): 'all' | 'end' | 'delete' | 'save' | undefined {
  const { key, altKey, ctrlKey, metaKey, shiftKey, target } = event;
  if (event.defaultPrevented || altKey) return undefined;
  if (target instanceof Element && target.closest('input, select, textarea, dialog[open], [popover="auto"]'))
    return undefined;
  if (document.querySelector('dialog[open], [popover="auto"]:popover-open')) return undefined;
  if (ctrlKey || metaKey) return key.toLowerCase() === 'a' && !shiftKey ? 'all' : undefined;
  if (shiftKey) return key.toLowerCase() === 'd' ? 'save' : undefined;
  if (key === 'Escape') return 'end';
  return key === 'Delete' || key === 'Backspace' ? 'delete' : undefined;
}
