import { expect, test } from 'vitest';
import {
  MAX_BYTES_PER_DAY,
  MAX_GUEST_VIDEO_S,
  MAX_ITEMS_PER_DAY,
  MAX_LIBRARY_BYTES,
  MAX_SUBMISSIONS_PER_DAY,
} from '../limits.ts';
import { dayOf, exceedsQuota, exceedsSubmissionQuota, readDailyUsage, videoToReserve } from './quota.ts';
import { BadDocument } from '../schema.ts';

const unused = readDailyUsage(undefined);

test('days are in UTC, and usage is zero without a document', () => {
  expect(dayOf(Date.UTC(2026, 0, 2, 23, 59, 59))).toBe('2026-01-02');
  const counts = { items: 0, bytes: 0, submissions: 0, submittedBytes: 0, videoSeconds: 0 };
  expect(unused).toEqual({ ...counts, storedBytes: 0, storedAt: 0 });
  expect(readDailyUsage({ items: 2, bytes: 7 })).toEqual({ ...unused, items: 2, bytes: 7 });
  expect(() => readDailyUsage({ items: 'many' })).toThrow(BadDocument);
});

test('exceedsQuota allows the last byte and the last item, but no more', () => {
  expect(exceedsQuota(5, unused, MAX_LIBRARY_BYTES - 5)).toBe(false);
  expect(exceedsQuota(6, unused, MAX_LIBRARY_BYTES - 5)).toBe(true);
  expect(exceedsQuota(1, { ...unused, items: MAX_ITEMS_PER_DAY - 1 }, 0)).toBe(false);
  expect(exceedsQuota(1, { ...unused, items: MAX_ITEMS_PER_DAY }, 0)).toBe(true);
  expect(exceedsQuota(5, { ...unused, bytes: MAX_BYTES_PER_DAY - 5 }, 0)).toBe(false);
  expect(exceedsQuota(6, { ...unused, bytes: MAX_BYTES_PER_DAY - 5 }, 0)).toBe(true);
});

test('exceedsSubmissionQuota counts submissions only', () => {
  expect(exceedsSubmissionQuota(1, { ...unused, submissions: MAX_SUBMISSIONS_PER_DAY - 1 })).toBe(false);
  expect(exceedsSubmissionQuota(1, { ...unused, submissions: MAX_SUBMISSIONS_PER_DAY })).toBe(true);
  expect(exceedsSubmissionQuota(5, { ...unused, submittedBytes: MAX_BYTES_PER_DAY - 5 })).toBe(false);
  expect(exceedsSubmissionQuota(6, { ...unused, submittedBytes: MAX_BYTES_PER_DAY - 5 })).toBe(true);
  expect(exceedsSubmissionQuota(1, { ...unused, items: MAX_ITEMS_PER_DAY, bytes: MAX_BYTES_PER_DAY })).toBe(false);
});

test('videoToReserve reserves a whole video or nothing', () => {
  const day = { videoSeconds: MAX_GUEST_VIDEO_S - 10 };
  expect([10, 10.1, undefined].map((seconds) => videoToReserve(seconds, day))).toEqual([10, undefined, 10]);
  for (const seconds of [0, undefined])
    expect(videoToReserve(seconds, { videoSeconds: MAX_GUEST_VIDEO_S })).toBeUndefined();
});
