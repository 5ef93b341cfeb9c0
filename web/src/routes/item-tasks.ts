import type { ApiRequest, ApiResponse } from '@maru/model/api/endpoints';
import { ALL, type AlbumId, type ItemId } from '@maru/model/ids';
import type { ItemsCall, ItemsEndpoint } from '#lib/device/stored-batch.ts';
import type { BatchTask } from '#lib/state/batches.svelte.ts';
import type { LibraryView } from '#lib/state/library.svelte.ts';

type Caller = Pick<LibraryView, 'call' | 'id'>;

/** A task that calls an endpoint; `changedOf` returns the items that it changed, which are all by default. */
export const itemsTask = <Name extends ItemsEndpoint>(
  view: Caller,
  kind: BatchTask['kind'],
  items: readonly ItemId[],
  name: Name,
  request: Omit<ApiRequest<Name>, 'library' | 'items'>,
  changedOf: (response: ApiResponse<Name>, part: readonly ItemId[]) => readonly ItemId[] = (_, part) => part,
): BatchTask => ({
  kind,
  items,
  call: { name, request: { ...request, library: view.id } } as unknown as ItemsCall,
  send: async (part) =>
    changedOf(await view.call(name, { ...request, items: [...part] } as Omit<ApiRequest<Name>, 'library'>), part),
});

/** The same task, which ends with its window: for tasks whose next step only this window knows. */
export const nonResumable = ({ kind, items, send }: BatchTask): BatchTask => ({ kind, items, send });

/** Moves items to the trash. */
export const trashingTask = (view: Caller, items: readonly ItemId[]): BatchTask =>
  itemsTask(view, 'trash', items, 'trashItems', {});

/** Restores items from the trash. */
export const restoringTask = (view: Caller, items: readonly ItemId[]): BatchTask =>
  itemsTask(view, 'restore', items, 'restoreItems', {});

/** Adds items to an album; changes those that are new to it. */
export const addingTask = (view: Caller, items: readonly ItemId[], album: AlbumId): BatchTask =>
  // It is not known what an earlier call without a response added: undo must not remove what was there before.
  itemsTask(view, 'add', items, 'addToAlbum', { album }, ({ added }) => added);

/** Removes items from an album; does not change those that are in no other. */
export const removingTask = (view: Caller, items: readonly ItemId[], album: AlbumId): BatchTask =>
  itemsTask(
    view,
    album === ALL ? 'only-in-albums' : 'remove',
    items,
    'removeFromAlbum',
    { album },
    ({ removed }) => removed,
  );
