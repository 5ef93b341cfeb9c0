import type { Attachment } from 'svelte/attachments';

/** An attachment that focuses its element when it appears, without scrolling to it. */
export const takeFocus: Attachment<HTMLElement> = (node) => {
  node.focus({ preventScroll: true });
};
