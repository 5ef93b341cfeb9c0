import type { Attachment } from 'svelte/attachments';

/**
 * Keeps a `popover="manual"` open and on top: it returns to the top of the top layer whenever an element is added to it, so that it
 * also lies above a dialog that opened later. It never takes the focus.
 */
export const onTop: Attachment<HTMLElement> = (popover) => {
  popover.showPopover();
  const observer = new MutationObserver((changes) => {
    if (!changes.some(({ addedNodes }) => [...addedNodes].some((node) => node instanceof Element))) return;
    popover.hidePopover();
    popover.showPopover();
  });
  observer.observe(popover, { childList: true });
  return () => {
    observer.disconnect();
  };
};
