import { ALL, type AlbumId, type ItemId } from '@maru/model/ids';
import type { BatchTask } from '#lib/state/batches.svelte.ts';
import type { LibraryView } from '#lib/state/library.svelte.ts';

type Caller = Pick<LibraryView, 'call'>;

/** Adds items to an album; changes those that are new to it. */
export const addingTask = (view: Caller, items: readonly ItemId[], album: AlbumId): BatchTask => ({
  kind: 'add',
  items,
  // Of an earlier call without a response, it is not known what it added: undo must not remove what was there before.
  send: async (part) => (await view.call('addToAlbum', { album, items: [...part] })).added,
});

/** Removes items from an album; does not change those that are in no other. */
export const removingTask = (view: Caller, items: readonly ItemId[], album: AlbumId): BatchTask => ({
  kind: album === ALL ? 'only-in-albums' : 'remove',
  items,
  send: async (part) => (await view.call('removeFromAlbum', { album, items: [...part] })).removed,
});
