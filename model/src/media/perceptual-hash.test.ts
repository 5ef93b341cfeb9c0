import { expect, test } from 'vitest';
import { isNearDuplicate, isPhash, NEAR_DUPLICATE_BITS, phashDistance } from './perceptual-hash.ts';

test('isPhash accepts 16 lower-case hexadecimal digits only', () => {
  expect(['0123456789abcdef', 'ffffffffffffffff'].every(isPhash)).toBe(true);
  expect(['', '0123456789ABCDEF', '0123456789abcde', '0123456789abcdef0', 7, undefined].some(isPhash)).toBe(false);
});

test('phashDistance counts the bits that differ', () => {
  const zeros = '0000000000000000';
  expect(phashDistance(zeros, zeros)).toBe(0);
  expect(phashDistance(zeros, 'ffffffffffffffff')).toBe(64);
  expect(phashDistance('8000000000000001', zeros)).toBe(2);
  expect(phashDistance('00f0000000000000', '000f000000000000')).toBe(8);
});

test('isNearDuplicate accepts distances up to the limit', () => {
  const bits = (count: number): string => ((1n << BigInt(count)) - 1n).toString(16).padStart(16, '0');
  expect(isNearDuplicate(bits(0), bits(NEAR_DUPLICATE_BITS))).toBe(true);
  expect(isNearDuplicate(bits(0), bits(NEAR_DUPLICATE_BITS + 1))).toBe(false);
});
