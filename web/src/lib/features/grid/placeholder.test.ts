import { rgbaToThumbHash } from 'thumbhash';
import { expect, test } from 'vitest';
import { isSeenThrough } from './placeholder.ts';

const hashOf = (alpha: number): string => {
  const pixels = new Uint8Array(8 * 8 * 4).map((_, i) => (i % 4 === 3 ? alpha : (i * 37) % 256));
  return btoa(String.fromCharCode(...rgbaToThumbHash(8, 8, pixels)));
};

test('a thumbhash says whether its picture can be seen through', () => {
  expect(isSeenThrough(hashOf(255))).toBe(false);
  expect(isSeenThrough(hashOf(90))).toBe(true);
  expect(isSeenThrough(undefined)).toBe(false);
  expect(isSeenThrough('%')).toBe(false);
});
