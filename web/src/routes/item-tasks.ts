import { ALL, type AlbumId, type ItemId } from '@maru/model/ids';
import type { BatchTask } from '#lib/state/batches.svelte.ts';
import type { LibraryView } from '#lib/state/library.svelte.ts';

type Caller = Pick<LibraryView, 'call'>;

/** A task whose endpoint changes every item that it is sent. */
export const task = (
  kind: BatchTask['kind'],
  items: readonly ItemId[],
  call: (items: ItemId[]) => Promise<unknown>,
): BatchTask => ({
  kind,
  items,
  send: async (part) => {
    await call([...part]);
    return part;
  },
});

/** Moves items to the trash. */
export const trashingTask = (view: Caller, items: readonly ItemId[]): BatchTask =>
  task('trash', items, (part) => view.call('trashItems', { items: part }));

/** Restores items from the trash. */
export const restoringTask = (view: Caller, items: readonly ItemId[]): BatchTask =>
  task('restore', items, (part) => view.call('restoreItems', { items: part }));

/** Adds items to an album; changes those that are new to it. */
export const addingTask = (view: Caller, items: readonly ItemId[], album: AlbumId): BatchTask => ({
  kind: 'add',
  items,
  // It is not known what an earlier call without a response added: undo must not remove what was there before.
  send: async (part) => (await view.call('addToAlbum', { album, items: [...part] })).added,
});

/** Removes items from an album; does not change those that are in no other. */
export const removingTask = (view: Caller, items: readonly ItemId[], album: AlbumId): BatchTask => ({
  kind: album === ALL ? 'only-in-albums' : 'remove',
  items,
  send: async (part) => (await view.call('removeFromAlbum', { album, items: [...part] })).removed,
});
