import * as v from 'valibot';
import {
  MAX_BYTES_PER_DAY,
  MAX_GUEST_VIDEO_S,
  MAX_ITEMS_PER_DAY,
  MAX_LIBRARY_BYTES,
  MAX_SUBMISSIONS_PER_DAY,
} from '../limits.ts';
import { instant, number, parse, type DocumentOf } from '../schema.ts';

const count = v.optional(number, 0);
const dailyUsageSchema = v.object({
  items: count,
  bytes: count,
  submissions: count,
  submittedBytes: count,
  /** Seconds of video and sound processed for a guest. */
  videoSeconds: count,
  /** The bytes of the library's originals, summed at `storedAt` (ms since 1970): the sum is not repeated for every upload. */
  storedBytes: count,
  storedAt: v.optional(instant, 0),
});

/** What one person added to a library on one day: items and bytes; for guests, submissions and bytes. */
export type DailyUsage = DocumentOf<typeof dailyUsageSchema>;

/** Returns the UTC day of an instant (ms since 1970), `YYYY-MM-DD`. */
export const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** Validates the document of a day's usage, which may not exist yet; throws BadDocument. */
export const readDailyUsage = (value: unknown): DailyUsage => parse('daily usage', dailyUsageSchema, value ?? {});

/** Returns whether an item of `size` bytes exceeds the limits of the library, which contains `stored` bytes, or of the uploader for this day. */
export const exceedsQuota = (size: number, day: DailyUsage, stored: number): boolean =>
  stored + size > MAX_LIBRARY_BYTES || day.items >= MAX_ITEMS_PER_DAY || day.bytes + size > MAX_BYTES_PER_DAY;

/** Returns whether a submission of `size` bytes exceeds the guest's limits for this day. */
export const exceedsSubmissionQuota = (size: number, day: DailyUsage): boolean =>
  day.submissions >= MAX_SUBMISSIONS_PER_DAY || day.submittedBytes + size > MAX_BYTES_PER_DAY;

/**
 * Returns the seconds to reserve for a guest's video, or undefined if the day's remainder is shorter. A video of unknown duration
 * takes the whole remainder.
 */
export function videoToReserve(
  seconds: number | undefined,
  { videoSeconds }: Pick<DailyUsage, 'videoSeconds'>,
): number | undefined {
  const remaining = MAX_GUEST_VIDEO_S - videoSeconds;
  const needed = seconds ?? remaining;
  return remaining > 0 && needed <= remaining ? needed : undefined;
}
