import { isRetryable } from '../library/failure.ts';
import type { Uid } from '../ids.ts';
import { canTakeOver, type Item } from '../library/item.ts';
import { isWeakDate } from '../media/capture-date.ts';

/** The first step of an upload. `busy`: somebody else is uploading the same bytes, or they are being deleted. */
export type UploadPlan = 'announce' | 'send' | 'busy' | 'processing' | 'ready' | 'reprocess' | 'failed';

/** Chooses the first step for `uid` who uploads the bytes of `item` at `now` (ms since 1970). */
export function planUpload(item: Item | undefined, uid: Uid, now: number): UploadPlan {
  if (item === undefined || canTakeOver(item, now)) return 'announce';
  if (item.isPurging) return 'busy';
  switch (item.state) {
    case 'uploading':
      return item.uploader === uid ? 'send' : 'busy';
    case 'processing':
      return 'processing';
    case 'ready':
      return 'ready';
    case 'failed':
      return item.failure !== undefined && isRetryable(item.failure) ? 'reprocess' : 'failed';
  }
}

/** Whether the name of a file that is added again may tell a date that the item lacks, so that it is worth a call of `addFileName`. */
export const mayTellDate = (
  { fileName, otherName, mediaInfo }: Pick<Item, 'fileName' | 'otherName' | 'mediaInfo'>,
  name: string,
): boolean =>
  name !== fileName &&
  name !== otherName &&
  /(?:19|20)\d\d|\d{10}|\d\d\D\d\d\D\d\d/.test(name) &&
  isWeakDate(mediaInfo?.takenAt);
