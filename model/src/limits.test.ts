import { expect, test } from 'vitest';
import * as limits from './limits.ts';

test('every limit is a number that bounds something', () => {
  for (const [name, value] of Object.entries(limits)) {
    expect(Number.isSafeInteger(value) && value > 0, name).toBe(true);
  }
});

test('limits that lean on each other stand', () => {
  // A HEIC is a picture too; a lease is extended while its make lives; sharp's own limit is the bomb's size.
  expect(limits.MAX_HEIC_PIXELS).toBeLessThan(limits.MAX_PIXELS);
  expect(limits.MAX_PIXELS).toBeLessThan(256_000_000);
  expect(limits.MAX_PIXELS).toBeGreaterThanOrEqual(16_320 * 12_240);
  // Two packets of MPEG-TS, the longer kind.
  expect(limits.HEAD_BYTES).toBeGreaterThan(2 * 192 + 4);
  // What a call may add fits what an album listens to.
  expect(limits.MAX_ADDED_AT_ONCE).toBeLessThanOrEqual(limits.MAX_ENTRIES_LISTENED);
});
