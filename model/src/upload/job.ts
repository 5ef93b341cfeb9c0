import type { ItemId } from '../ids.ts';
import type { Controller, Stop } from './platform.ts';
import type { QueuedUpload } from './ports.ts';
import { canRetryRefusal, isOver, type Upload, type UploadState } from './state.ts';

/** An upload that is not dismissed, and what runs for it. */
export interface Job {
  queued: QueuedUpload;
  state: UploadState;
  /** Whether it survives the window. */
  isStored: boolean;
  /** The most bytes that any attempt has sent. */
  furthest: number;
  running?: Controller;
  unwatch?: Stop;
}

/** What is shown of a job. */
export function uploadOf({ queued, state, isStored }: Job): Upload {
  const { id, library, albums, isSubmission, name, size } = queued;
  return { id, library, albums, ...(isSubmission && { isSubmission }), name, size, isStored, state };
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
