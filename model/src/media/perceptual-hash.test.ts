import { expect, test } from 'vitest';
import { isNearDuplicate, isPhash, NEAR_DUPLICATE_BITS, phashDistance } from './perceptual-hash.ts';

test('a perceptual hash is sixteen hexadecimal digits', () => {
  expect(['0123456789abcdef', 'ffffffffffffffff'].every(isPhash)).toBe(true);
  expect(['', '0123456789ABCDEF', '0123456789abcde', '0123456789abcdef0', 7, undefined].some(isPhash)).toBe(false);
});

test('the distance counts the bits that differ', () => {
  const none = '0000000000000000';
  expect(phashDistance(none, none)).toBe(0);
  expect(phashDistance(none, 'ffffffffffffffff')).toBe(64);
  expect(phashDistance('8000000000000001', none)).toBe(2);
  expect(phashDistance('00f0000000000000', '000f000000000000')).toBe(8);
});

test('near is up to the limit and no further', () => {
  const bits = (count: number): string => ((1n << BigInt(count)) - 1n).toString(16).padStart(16, '0');
  expect(isNearDuplicate(bits(0), bits(NEAR_DUPLICATE_BITS))).toBe(true);
  expect(isNearDuplicate(bits(0), bits(NEAR_DUPLICATE_BITS + 1))).toBe(false);
});
