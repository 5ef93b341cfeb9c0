import { expect, it } from 'vitest';
import { contains } from './buckets.ts';

it.each([
  [{ a: 1, b: 2 }, { a: 1 }, true],
  [{ a: { b: [1, 2] } }, { a: { b: [1, 2] } }, true],
  [{ a: [1, 2, 3] }, { a: [1, 2] }, false],
  [{ a: 1 }, { a: 2 }, false],
  [undefined, { a: 1 }, false],
  [{ rule: [{ action: { type: 'X' }, condition: { age: 30 } }] }, { rule: [{ action: { type: 'X' } }] }, true],
])('%j has %j: %s', (actual, wanted, expected) => {
  expect(contains(actual, wanted)).toBe(expected);
});
