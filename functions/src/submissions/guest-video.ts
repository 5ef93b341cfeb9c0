import { paths, ProcessingError, type Uid } from '@maru/model';
import type { Store } from '../ports/documents.ts';
import type { Clock } from '../ports/system.ts';
import type { ProcessTask } from '../ports/queue.ts';
import { reserveVideo, returnVideo } from '../ingest/quota.ts';
import { readLease } from '../processing/lease.ts';

/** How much longer than its container announces a video may play: clocks and last frames differ by this much. */
const SLACK = 1.1;
const SLACK_S = 2;

/** How long a guest's video may play. */
export interface VideoAllowance {
  /** Where transcoding stops. */
  readonly limit: { readonly maxSeconds: number };
  /** Throws ProcessingError if the video was cut at the limit; otherwise returns the unused part of the reservation to the guest's day. */
  readonly settle: (played: number) => Promise<void>;
}

/**
 * Reserves the announced length of a guest's video before encoding it, or the rest of the day if no length is announced. Throws
 * ProcessingError if the guest's day has less left. A video that plays longer than announced is refused, not cut, and its reservation
 * is not returned. The reservation is stored in the lease: a retry by the queue reserves and returns nothing again.
 */
export async function allowVideo(
  { store, clock }: { readonly store: Store; readonly clock: Clock },
  { library, item }: Pick<ProcessTask, 'library' | 'item'>,
  guest: Uid,
  { seconds }: { readonly seconds?: number },
): Promise<VideoAllowance> {
  const path = paths.lease(library, item);
  const reserved = await store.transact(async (tx) => {
    const { reservation } = readLease(await tx.read(path));
    if (reservation) return reservation.seconds;
    const now = clock.now();
    const reserved = await reserveVideo(tx, library, guest, seconds, now);
    tx.update(path, { reservation: { seconds: reserved, at: now, isSettled: false } });
    return reserved;
  });
  const maxSeconds = seconds === undefined ? reserved : reserved * SLACK + SLACK_S;
  return {
    limit: { maxSeconds },
    async settle(played) {
      if (played >= maxSeconds - 0.1) throw new ProcessingError(seconds === undefined ? 'video-quota' : 'unreadable');
      if (seconds !== undefined) return;
      await store.transact(async (tx) => {
        const { reservation } = readLease(await tx.read(path));
        if (!reservation || reservation.isSettled) return;
        returnVideo(tx, library, guest, reserved - played, reservation.at);
        tx.update(path, { reservation: { ...reservation, isSettled: true } });
      });
    },
  };
}
