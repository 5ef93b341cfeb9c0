import { ProcessingError, type Uid } from '@maru/model';
import type { Store } from '../ports/documents.ts';
import type { Clock } from '../ports/system.ts';
import type { ProcessTask } from '../ports/queue.ts';
import { reserveVideo, returnVideo } from '../ingest/quota.ts';

/** How much longer than its container announces a video may play: what clocks and last frames differ by. */
const SLACK = 1.1;
const SLACK_S = 2;

/** What a guest's video may play. */
export interface VideoAllowance {
  /** Where transcoding stops. */
  readonly limit: { readonly maxSeconds: number };
  /** Throws ProcessingError where it would have gone on; gives back what was reserved and not played. */
  readonly settle: (played: number) => Promise<void>;
}

/**
 * Reserves what a guest's video says that it plays, before any of it is encoded; throws ProcessingError where the guest's day has less left.
 * A video that plays longer than it says is refused, not cut; what it took of the day stays taken.
 */
export async function allowVideo(
  { store, clock }: { readonly store: Store; readonly clock: Clock },
  { library }: ProcessTask,
  guest: Uid,
  { seconds }: { readonly seconds?: number },
): Promise<VideoAllowance> {
  const now = clock.now();
  const reserved = await store.transact((tx) => reserveVideo(tx, library, guest, seconds, now));
  const maxSeconds = seconds === undefined ? reserved : reserved * SLACK + SLACK_S;
  return {
    limit: { maxSeconds },
    async settle(played) {
      if (played >= maxSeconds - 0.1) throw new ProcessingError(seconds === undefined ? 'enough-video' : 'unreadable');
      if (seconds === undefined) await returnVideo(store, library, guest, reserved - played, now);
    },
  };
}
