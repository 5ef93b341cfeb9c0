import { expect, test } from 'vitest';
import * as limits from './limits.ts';

test('every limit is a number that bounds something', () => {
  for (const [name, value] of Object.entries(limits)) {
    expect(Number.isSafeInteger(value) && value > 0, name).toBe(true);
  }
});

test('limits that lean on each other stand', () => {
  // A HEIC is a picture too; a lease is extended while its make lives; sharp's own limit is the bomb's size.
  expect(limits.MAX_HEIC_PIXELS).toBeLessThan(limits.MAX_BUFFERED_PIXELS);
  expect(limits.MAX_BUFFERED_PIXELS).toBeLessThan(limits.MAX_PIXELS);
  expect(limits.MAX_PIXELS).toBeLessThan(256_000_000);
  expect(limits.MAX_PIXELS).toBeGreaterThanOrEqual(16_320 * 12_240);
  // Two packets of MPEG-TS, the longer kind.
  expect(limits.HEAD_BYTES).toBeGreaterThan(2 * 192 + 4);
  // What a call may add fits what an album listens to.
  expect(limits.MAX_ITEMS_PER_ADD).toBeLessThanOrEqual(limits.MAX_ENTRIES_LISTENED);
  // What a guest offers becomes an original; a day's and a library's room hold the largest one.
  expect(limits.MAX_SUBMISSION_BYTES).toBeLessThanOrEqual(limits.MAX_ORIGINAL_BYTES);
  expect(limits.MAX_ORIGINAL_BYTES).toBeLessThanOrEqual(limits.MAX_BYTES_PER_DAY);
  expect(limits.MAX_BYTES_PER_DAY).toBeLessThanOrEqual(limits.MAX_LIBRARY_BYTES);
  // A room full of people fits an album by one invite.
  expect(limits.MAX_INVITE_USES).toBeLessThanOrEqual(limits.MAX_GUESTS);
  expect(limits.MAX_INVITE_USES).toBeLessThanOrEqual(limits.MAX_MEMBERS);
  // The URL of a picture that somebody had loaded is dead within a minute: see docs/security.md.
  expect(limits.TOKEN_OVERLAP_S).toBeLessThan(60);
});
