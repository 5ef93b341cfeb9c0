import { expect, test } from 'vitest';
import * as limits from './limits.ts';

test('every limit is a positive integer', () => {
  for (const [name, value] of Object.entries(limits)) {
    expect(Number.isSafeInteger(value) && value > 0, name).toBe(true);
  }
});

test('limits that depend on each other are consistent', () => {
  // sharp's default limit is the size of a known decompression bomb.
  expect(limits.MAX_HEIC_PIXELS).toBeLessThan(limits.MAX_BUFFERED_PIXELS);
  expect(limits.MAX_BUFFERED_PIXELS).toBeLessThan(limits.MAX_PIXELS);
  expect(limits.MAX_PIXELS).toBeLessThan(256_000_000);
  expect(limits.MAX_PIXELS).toBeGreaterThanOrEqual(16_320 * 12_240);
  // Two MPEG-TS packets of 192 bytes.
  expect(limits.HEAD_BYTES).toBeGreaterThan(2 * 192 + 4);
  // One call adds no more entries than an open album listens to.
  expect(limits.MAX_ITEMS_PER_ADD).toBeLessThanOrEqual(limits.MAX_CHANGES_LISTENED);
  // A submission becomes an original, and the quotas admit the largest one.
  expect(limits.MAX_SUBMISSION_BYTES).toBeLessThanOrEqual(limits.MAX_ORIGINAL_BYTES);
  expect(limits.MAX_ORIGINAL_BYTES).toBeLessThanOrEqual(limits.MAX_BYTES_PER_DAY);
  expect(limits.MAX_BYTES_PER_DAY).toBeLessThanOrEqual(limits.MAX_LIBRARY_BYTES);
  // Everybody who redeems an invite can be a guest of the album.
  expect(limits.MAX_INVITE_USES).toBeLessThanOrEqual(limits.MAX_GUESTS);
  expect(limits.MAX_INVITE_USES).toBeLessThanOrEqual(limits.MAX_MEMBERS);
  // Revoked URLs stop working within a minute: see docs/security.md.
  expect(limits.TOKEN_OVERLAP_S).toBeLessThan(60);
});
