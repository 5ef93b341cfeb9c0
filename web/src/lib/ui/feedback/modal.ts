import type { Attachment } from 'svelte/attachments';

/** Opens or closes a modal `<dialog>`. */
export const showModal =
  (open: boolean): Attachment<HTMLDialogElement> =>
  (dialog) => {
    if (open === dialog.open) return;
    if (!open) dialog.close();
    else dialog.showModal();
  };

/** Closes a dialog by a click on its backdrop, for browsers without `closedby`. */
export function closeOnBackdrop(event: MouseEvent): void {
  const dialog = event.currentTarget as HTMLDialogElement;
  if (event.target !== dialog) return;
  const { left, right, top, bottom } = dialog.getBoundingClientRect();
  const isInside = event.clientX >= left && event.clientX <= right && event.clientY >= top && event.clientY <= bottom;
  if (!isInside) dialog.close();
}
