import { expect, test } from 'vitest';
import { monthAfter } from './keyboard.ts';

const years = [
  { year: '2020', months: [0, 1], count: 9 },
  { year: '2019', months: [2], count: 1 },
  { year: '2018', months: [3, 4, 5], count: 5 },
  { year: undefined, months: [6], count: 2 },
];

test.each([
  [0, 1, 'month', 1],
  [0, -1, 'month', 0],
  [6, 1, 'month', 6],
  [1, 1, 'year', 2],
  [2, 1, 'year', 3],
  [4, -1, 'year', 3],
  [3, -1, 'year', 2],
  [0, -1, 'year', 0],
  [3, 1, 'year', 6],
  [6, 1, 'year', 6],
] as const)('from month %d, %d %s is month %d', (from, by, unit, to) => {
  expect(monthAfter(years, from, by, unit)).toBe(to);
});
