import type { Attachment } from 'svelte/attachments';

/**
 * Opens or closes a `<dialog>` as `open` says: over everything, with the focus inside and Esc, or, not `modal`, beside
 * what else is there.
 */
export const shown =
  (open: boolean, modal = true): Attachment<HTMLDialogElement> =>
  (dialog) => {
    if (open === dialog.open) return;
    if (!open) dialog.close();
    else if (modal) dialog.showModal();
    else dialog.show();
  };

/** Closes a dialog by a press on the veil around it. For browsers without `closedby`. */
export function closeByVeil(event: MouseEvent): void {
  const dialog = event.currentTarget as HTMLDialogElement;
  if (event.target !== dialog) return;
  const { left, right, top, bottom } = dialog.getBoundingClientRect();
  const inside = event.clientX >= left && event.clientX <= right && event.clientY >= top && event.clientY <= bottom;
  if (!inside) dialog.close();
}
