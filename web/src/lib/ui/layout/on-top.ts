import type { Attachment } from 'svelte/attachments';

/**
 * Keeps a `popover="manual"` open and on top: it goes back to the top of the top layer whenever something is added to it, so
 * that it also lies above a dialog that opened later. It never takes the focus.
 */
export const onTop: Attachment<HTMLElement> = (popover) => {
  popover.showPopover();
  const watch = new MutationObserver((changes) => {
    if (!changes.some(({ addedNodes }) => [...addedNodes].some((node) => node instanceof Element))) return;
    popover.hidePopover();
    popover.showPopover();
  });
  watch.observe(popover, { childList: true });
  return () => {
    watch.disconnect();
  };
};
