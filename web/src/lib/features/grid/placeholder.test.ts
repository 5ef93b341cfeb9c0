import { rgbaToThumbHash } from 'thumbhash';
import { expect, test } from 'vitest';
import { isTransparent } from './placeholder.ts';

const hashOf = (alpha: number): string => {
  const pixels = new Uint8Array(8 * 8 * 4).map((_, i) => (i % 4 === 3 ? alpha : (i * 37) % 256));
  return btoa(String.fromCharCode(...rgbaToThumbHash(8, 8, pixels)));
};

test('detects a transparent image', () => {
  expect(isTransparent(hashOf(255))).toBe(false);
  expect(isTransparent(hashOf(90))).toBe(true);
  expect(isTransparent(undefined)).toBe(false);
  expect(isTransparent('%')).toBe(false);
});
