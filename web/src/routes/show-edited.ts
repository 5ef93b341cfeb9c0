import type { ApiRequest } from '@maru/model/api/endpoints';
import type { ItemId } from '@maru/model/ids';
import { m } from '#lib/paraglide/messages.js';
import type { LibraryView } from '#lib/state/library.svelte.ts';
import type { Toasts } from '#lib/ui/feedback/toasts.svelte.ts';
import { undoButton } from './async-action.svelte.ts';
import { newEditKey } from './item-actions.ts';

/** A change to an item's edits, as `editItems` takes and returns it. */
type Edit = ApiRequest<'editItems'>['edit'];

/** Says that an item was edited, with a button that undoes it if `before` is known. `onundo` is called after the undo. */
export function showEdited(
  toasts: Toasts,
  view: LibraryView,
  { item, before, text, onundo }: { item: ItemId; before: Edit | undefined; text: string; onundo?: () => void },
): void {
  const undo = async (edit: Edit) => {
    await view.call('editItems', { items: [item], edit, key: newEditKey() });
    onundo?.();
  };
  toasts.show(text, { kind: 'good', action: before && undoButton(toasts, () => undo(before), m.undone()) });
}
