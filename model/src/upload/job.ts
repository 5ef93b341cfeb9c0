import type { ItemId, LibraryId } from '../ids.ts';
import type { Controller } from './platform.ts';
import type { QueuedUpload, UploadOutcome } from './ports.ts';
import { canRetryRefusal, isOver, type Upload, type UploadState } from './state.ts';

/** An upload that is not dismissed, and what runs for it. */
export interface Job {
  queued: QueuedUpload;
  state: UploadState;
  /** Whether it survives the window. */
  isStored: boolean;
  /** Whether its person was told that it is ready. */
  isTold?: true;
  /** Whether its item is being added to the favourites. */
  isMarking?: true;
  /** The most bytes that any attempt has sent. */
  furthest: number;
  running?: Controller;
  /** What is shown of it, and the upload from which that was made. */
  shown?: { readonly of: QueuedUpload; readonly upload: Upload };
}

/** What is shown of a job; the same object until something of it changes, so that a screen updates only what did. */
export function uploadOf(job: Job): Upload {
  const { queued, state, isStored, shown } = job;
  if (shown?.of === queued && shown.upload.state === state && shown.upload.isStored === isStored) return shown.upload;
  const { id, library, albums, isSubmission, name, size } = queued;
  const upload = { id, library, albums, ...(isSubmission && { isSubmission }), name, size, isStored, state };
  job.shown = { of: queued, upload };
  return upload;
}

/** Whether it stopped because its file could not be read any more: the same file, chosen again, continues it. */
export const isUnreadable = (state: UploadState): boolean => state.at === 'stopped' && state.stop === 'unreadable-file';

/** Whether an upload has sent all bytes of an item and is not over. */
export const hasSent = (upload: QueuedUpload, library: LibraryId, item: ItemId): boolean =>
  upload.library === library && upload.item === item && upload.isSent === true && !hasEnded(upload);

/** Whether an upload is over, so that its file is no longer needed. */
export const hasEnded = ({ isOver, outcome }: QueuedUpload): boolean => isOver === true || outcome !== undefined;

/** The state of an upload that an earlier window or run left. */
export function stateOfLeft({ item, isSent, outcome }: QueuedUpload): UploadState {
  if (item === undefined) return { at: 'queued' };
  if (outcome !== undefined)
    return {
      at: 'ready',
      item,
      isDuplicate: outcome === 'duplicate',
      ...(outcome === 'awaits-review' && { awaitsReview: true }),
    };
  return isSent ? { at: 'processing', item } : { at: 'queued' };
}

/** How an upload that is ready ended. */
export function outcomeOf({ awaitsReview, isDuplicate }: Extract<UploadState, { at: 'ready' }>): UploadOutcome {
  if (awaitsReview) return 'awaits-review';
  return isDuplicate ? 'duplicate' : 'added';
}

/** Whether a later window or run continues it: it is not over, or it stopped for a reason that may have gone. */
export const isContinuedLater = (state: UploadState): boolean =>
  state.at === 'stopped' ? canRetryRefusal(state.stop) : !isOver(state);

/** Whether a file with the bytes of `item`, added as `again`, is that of an earlier upload; by its name and size if that one was never hashed. */
export function isSameUpload(earlier: QueuedUpload, again: QueuedUpload, item: ItemId): boolean {
  if (earlier.library !== again.library || earlier.isSubmission !== again.isSubmission) return false;
  // A submission belongs to one album.
  if (earlier.isSubmission && earlier.albums[0] !== again.albums[0]) return false;
  if (earlier.item !== undefined) return earlier.item === item;
  return earlier.name === again.name && earlier.size === again.size;
}
