import type { AlbumId, ItemId } from '@maru/model/ids';
import type { GridSource } from '#lib/features/grid/grid-source.ts';
import { m } from '#lib/paraglide/messages.js';
import type { Account } from '#lib/state/account.svelte.ts';
import type { LibraryView } from '#lib/state/library.svelte.ts';
import type { Toasts } from '#lib/ui/feedback/toasts.svelte.ts';
import { showError, undoButton } from './async-action.svelte.ts';
import { addingTask, nonResumable, removingTask } from './item-tasks.ts';

/** An album and its title. */
interface NamedAlbum {
  readonly id: AlbumId;
  readonly title: string;
}

interface MergeContext {
  readonly view: Pick<LibraryView, 'call' | 'id'>;
  readonly account: Pick<Account, 'batches'>;
  readonly toasts: Pick<Toasts, 'show'>;
}

async function itemsOf(source: GridSource): Promise<ItemId[]> {
  const items: ItemId[] = [];
  for await (const rows of source.rows(0, source.count, new AbortController().signal))
    items.push(...rows.map(([item]) => item));
  return items;
}

/**
 * Adds the items of an album to another one, in the background, then deletes it. `source` returns the items that are in the album now.
 * Resolves to false if it was stopped or refused: then the album remains. A toast says what was done, with a button that undoes it.
 */
export async function mergeAlbums(
  { view, account, toasts }: MergeContext,
  from: NamedAlbum,
  to: NamedAlbum,
  source: () => GridSource,
): Promise<boolean> {
  const added: ItemId[] = [];
  const sent = new Set<ItemId>();
  const showDone = (text: string, restore?: () => Promise<unknown>): void => {
    const action = undoButton(toasts, async () => {
      await restore?.();
      await account.batches.run(removingTask(view, added, to.id));
      toasts.show(m.undone());
    });
    toasts.show(text, { action });
  };
  const remain = (): false => {
    if (added.length > 0) showDone(m.batch_add_done({ count: added.length, album: to.title }));
    return false;
  };
  // Again, because others may have added items meanwhile.
  for (;;) {
    const items = (await itemsOf(source())).filter((item) => !sent.has(item));
    if (items.length === 0) break;
    const result = await account.batches.run(nonResumable(addingTask(view, items, to.id)));
    added.push(...result.changed);
    if (result.sent < items.length) return remain();
    for (const item of items) sent.add(item);
  }
  try {
    await view.call('deleteAlbum', { album: from.id, into: to.id });
  } catch (error) {
    showError(toasts, error);
    return remain();
  }
  showDone(m.album_merged({ from: from.title, to: to.title }), () => view.call('restoreAlbum', { album: from.id }));
  return true;
}
