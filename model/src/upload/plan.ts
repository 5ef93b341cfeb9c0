import { isRetryable } from '../library/failure.ts';
import type { Uid } from '../ids.ts';
import { canTakeOver, type Item } from '../library/item.ts';

/** What to do about the item of a file's bytes, as far as the library knows it. */
export type UploadPlan = 'announce' | 'send' | 'busy' | 'making' | 'ready' | 'reprocess' | 'failed';

/** What to do for `uid` who brings the bytes of `item` at `now` (ms since 1970). */
export function planUpload(item: Item | undefined, uid: Uid, now: number): UploadPlan {
  if (item === undefined || canTakeOver(item, now)) return 'announce';
  switch (item.state) {
    case 'uploading':
      return item.uploader === uid ? 'send' : 'busy';
    case 'processing':
      return 'making';
    case 'ready':
      return 'ready';
    case 'failed':
      return item.failure !== undefined && isRetryable(item.failure) ? 'reprocess' : 'failed';
  }
}
