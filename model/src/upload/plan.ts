import { mayMend } from '../api/failure.ts';
import type { Uid } from '../ids.ts';
import { mayTakeOver, type Item } from '../library/item.ts';

/** What to do about the item of a file's bytes, as far as the library knows it. */
export type Meeting = 'announce' | 'send' | 'busy' | 'making' | 'ready' | 'make-again' | 'failed';

/** What to do for `uid` who brings the bytes of `item` at `now` (ms since 1970). */
export function meet(item: Item | undefined, uid: Uid, now: number): Meeting {
  if (item === undefined || mayTakeOver(item, now)) return 'announce';
  switch (item.state) {
    case 'uploading':
      return item.uploader === uid ? 'send' : 'busy';
    case 'processing':
      return 'making';
    case 'ready':
      return 'ready';
    case 'failed':
      return item.failure !== undefined && mayMend(item.failure) ? 'make-again' : 'failed';
  }
}
