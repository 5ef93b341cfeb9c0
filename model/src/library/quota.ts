import { MAX_BYTES_PER_DAY, MAX_ITEMS_PER_DAY, MAX_LIBRARY_BYTES, MAX_SUBMISSIONS_PER_DAY } from '../limits.ts';
import { Reader } from '../read.ts';

/** What one person brought to a library on a day: items that arrived, and a guest's offers, each with their bytes. */
export interface DailyUsage {
  readonly items: number;
  readonly bytes: number;
  readonly offers: number;
  readonly offered: number;
}

/** The day (UTC, `YYYY-MM-DD`) of an instant, ms since 1970. */
export const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** A day from its document, or one on which nothing came yet; throws BadDocument. */
export function readDailyUsage(value: unknown): DailyUsage {
  const r = new Reader('day', value ?? {});
  const count = (field: string): number => r.maybe(field, r.number) ?? 0;
  return { items: count('items'), bytes: count('bytes'), offers: count('offers'), offered: count('offered') };
}

/** Whether an item of `size` bytes is too much for the library, which holds `held`, or for whoever brought it, on this day. */
export const exceedsQuota = (size: number, day: DailyUsage, held: number): boolean =>
  held + size > MAX_LIBRARY_BYTES || day.items >= MAX_ITEMS_PER_DAY || day.bytes + size > MAX_BYTES_PER_DAY;

/** Whether a guest has offered too much on this day to offer `size` bytes more. */
export const exceedsSubmissionQuota = (size: number, day: DailyUsage): boolean =>
  day.offers >= MAX_SUBMISSIONS_PER_DAY || day.offered + size > MAX_BYTES_PER_DAY;
