import type { ApiRequest } from '@maru/model/api/endpoints';
import type { ItemId } from '@maru/model/ids';

/** What is done to many items. */
export type BatchKind =
  'add' | 'remove' | 'only-in-albums' | 'caption' | 'date' | 'keep' | 'move' | 'place' | 'trash' | 'restore' | 'purge';

/** The endpoints for a list of items that a later window may call. Permanent deletion is not one of them: it must not resume unattended. */
export type ItemsEndpoint = 'addToAlbum' | 'removeFromAlbum' | 'trashItems' | 'restoreItems' | 'editItems';

/** A call without its items. */
export type ItemsCall = {
  [Name in ItemsEndpoint]: { readonly name: Name; readonly request: Omit<ApiRequest<Name>, 'items'> };
}[ItemsEndpoint];

/** A batch without its items. */
export interface StoredBatch {
  readonly kind: BatchKind;
  readonly call: ItemsCall;
  /** When the person began it, ms since 1970. */
  readonly startedAt: number;
}

/** A part of a batch that is not sent yet, and the window that works on it. */
export interface StoredPart extends StoredBatch {
  readonly batch: string;
  readonly owner: string;
  readonly items: readonly ItemId[];
}
