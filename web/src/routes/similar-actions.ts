import type { Stack } from '@maru/model/album-index/similar-photos';
import type { AlbumId, ItemId } from '@maru/model/ids';
import { m } from '#lib/paraglide/messages.js';
import type { Account } from '#lib/state/account.svelte.ts';
import type { LibraryView } from '#lib/state/library.svelte.ts';
import type { Toasts } from '#lib/ui/feedback/toasts.svelte.ts';
import { undoButton } from './async-action.svelte.ts';
import { newEditKey } from './item-actions.ts';
import { addingTask, itemsTask, removingTask, restoringTask, trashingTask } from './item-tasks.ts';

interface Ports {
  readonly view: Pick<LibraryView, 'call' | 'id'>;
  readonly account: { readonly batches: Pick<Account['batches'], 'run'> };
  readonly toasts: Pick<Toasts, 'show'>;
}

/** What is done with a stack; `onback` is called when it has to be decided again: the decision was undone or stopped. */
export interface Decision {
  readonly stack: Stack;
  readonly onback: () => void;
}

const idsOf = (stack: Stack): ItemId[] => stack.map(([item]) => item);

/** Says what was done, with a button that undoes it. */
function report({ toasts }: Ports, text: string, undo: () => Promise<void>): void {
  toasts.show(text, { action: undoButton(toasts, undo, m.undone()) });
}

/** Adds one photo of a stack to albums of the others (`albums`), and moves those to the trash. */
export async function keepOne(
  ports: Ports,
  { stack, onback }: Decision,
  kept: ItemId,
  albums: readonly AlbumId[],
): Promise<void> {
  const {
    view,
    account: { batches },
  } = ports;
  const added: AlbumId[] = [];
  const undoAdding = async (): Promise<void> => {
    for (const album of added) await batches.run(removingTask(view, [kept], album));
    onback();
  };
  for (const album of albums) {
    const { sent, changed } = await batches.run(addingTask(view, [kept], album));
    // The others stay, so that no album loses the photo.
    if (sent === 0) return undoAdding();
    if (changed.length > 0) added.push(album);
  }
  const { changed } = await batches.run(
    trashingTask(
      view,
      idsOf(stack).filter((item) => item !== kept),
    ),
  );
  if (changed.length === 0) return undoAdding();
  report(ports, m.batch_trash_done({ count: changed.length }), async () => {
    await batches.run(restoringTask(view, changed));
    await undoAdding();
  });
}

/** Remembers that every photo of a stack is kept, so that nobody is asked again. */
export async function keepAll(ports: Ports, { stack, onback }: Decision): Promise<void> {
  const {
    view,
    account: { batches },
  } = ports;
  const keeping = (items: readonly ItemId[], isKept: true | null) => {
    const key = newEditKey();
    return itemsTask(view, 'keep', items, 'editItems', { edit: { isKept }, key });
  };
  // Not those of an earlier decision, of which undo must not forget.
  const added = idsOf(stack.filter(([, { isKept }]) => !isKept));
  const { changed } = await batches.run(keeping(added, true));
  if (changed.length === 0) {
    onback();
    return;
  }
  report(ports, m.similar_kept({ count: stack.length }), async () => {
    await batches.run(keeping(changed, null));
    onback();
  });
}
