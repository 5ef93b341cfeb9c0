import * as v from 'valibot';
import {
  MAX_BYTES_PER_DAY,
  MAX_GUEST_VIDEO_S,
  MAX_ITEMS_PER_DAY,
  MAX_LIBRARY_BYTES,
  MAX_SUBMISSIONS_PER_DAY,
} from '../limits.ts';
import { number, parse, type DocumentOf } from '../schema.ts';

const count = v.optional(number, 0);
const dailyUsageSchema = v.object({
  items: count,
  bytes: count,
  offers: count,
  offered: count,
  /** Seconds of a guest's video and sound that were processed. */
  videoSeconds: count,
});

/** What one person added to a library on a day: items that arrived, and a guest's submissions, each with their bytes. */
export type DailyUsage = DocumentOf<typeof dailyUsageSchema>;

/** The day (UTC, `YYYY-MM-DD`) of an instant, ms since 1970. */
export const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** A day's usage from its document, or none where nothing came yet; throws BadDocument. */
export const readDailyUsage = (value: unknown): DailyUsage => parse('daily usage', dailyUsageSchema, value ?? {});

/** Whether an item of `size` bytes is too much for the library, which holds `held`, or for whoever brought it, on this day. */
export const exceedsQuota = (size: number, day: DailyUsage, held: number): boolean =>
  held + size > MAX_LIBRARY_BYTES || day.items >= MAX_ITEMS_PER_DAY || day.bytes + size > MAX_BYTES_PER_DAY;

/** Whether a guest has offered too much on this day to offer `size` bytes more. */
export const exceedsSubmissionQuota = (size: number, day: DailyUsage): boolean =>
  day.offers >= MAX_SUBMISSIONS_PER_DAY || day.offered + size > MAX_BYTES_PER_DAY;

/**
 * Seconds to reserve for a guest's video of this length, or undefined where the day has less left. One whose length nobody knows
 * takes all that is left.
 */
export function videoToReserve(
  seconds: number | undefined,
  { videoSeconds }: Pick<DailyUsage, 'videoSeconds'>,
): number | undefined {
  const left = MAX_GUEST_VIDEO_S - videoSeconds;
  const wanted = seconds ?? left;
  return left > 0 && wanted <= left ? wanted : undefined;
}
