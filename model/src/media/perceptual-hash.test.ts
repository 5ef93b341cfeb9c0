import { expect, test } from 'vitest';
import { isPhash, phashBits, phashDistance } from './perceptual-hash.ts';

test('isPhash accepts 16 lower-case hexadecimal digits only', () => {
  expect(['0123456789abcdef', 'ffffffffffffffff'].every(isPhash)).toBe(true);
  expect(['', '0123456789ABCDEF', '0123456789abcde', '0123456789abcdef0', 7, undefined].some(isPhash)).toBe(false);
});

test('phashDistance counts the bits that differ', () => {
  const distance = (a: string, b: string): number => phashDistance(phashBits(a), phashBits(b));
  const zeros = '0000000000000000';
  expect(distance(zeros, zeros)).toBe(0);
  expect(distance(zeros, 'ffffffffffffffff')).toBe(64);
  expect(distance('8000000000000001', zeros)).toBe(2);
  expect(distance('00f0000080000000', '000f000000000000')).toBe(9);
});
