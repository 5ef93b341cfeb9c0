import type { Attachment } from 'svelte/attachments';

/**
 * Keeps a `popover="manual"` open, on top and usable: it returns to the top of the top layer whenever an element is added to it, and lies in
 * the modal dialog that opened last, since everything outside of that is inert. It never takes the focus.
 */
export const onTop: Attachment<HTMLElement> = (popover) => {
  const home = popover.parentNode;
  /** The open dialogs, in the order in which they opened. */
  let open: readonly HTMLDialogElement[] = [...document.querySelectorAll<HTMLDialogElement>('dialog[open]')];
  const raise = (): void => {
    open = open.filter((dialog) => dialog.isConnected);
    const parent = open.at(-1) ?? home;
    if (popover.parentNode === parent) popover.hidePopover();
    else parent?.append(popover);
    popover.showPopover();
    watch();
  };
  const added = new MutationObserver((changes) => {
    if (changes.some(({ addedNodes }) => [...addedNodes].some((node) => node instanceof Element))) raise();
  });
  const dialogs = new MutationObserver((changes) => {
    const toggled = changes.flatMap(({ type, target }) =>
      type === 'attributes' && target instanceof HTMLDialogElement ? [target] : [],
    );
    for (const dialog of toggled) open = [...open.filter((one) => one !== dialog), ...(dialog.open ? [dialog] : [])];
    if (toggled.length > 0 || !popover.isConnected) raise();
  });
  /** Dialogs that open or close and, while it lies in one, also a dialog that is removed. */
  const watch = (): void => {
    dialogs.observe(document.body, {
      subtree: true,
      attributeFilter: ['open'],
      childList: popover.parentNode !== home,
    });
  };
  popover.showPopover();
  added.observe(popover, { childList: true });
  watch();
  return () => {
    added.disconnect();
    dialogs.disconnect();
  };
};
