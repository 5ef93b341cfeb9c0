import { expect, test } from 'vitest';
import { monthsOf, yearsOf } from './months.ts';

const months = monthsOf([
  { day: '1987', count: 2 },
  { day: '1987-01-01', count: 1 },
  { day: '1987', count: 1 },
  { day: '2019-08-03', count: 3 },
  { day: '2019-08-04', count: 4 },
  { day: '2019-12-31', count: 1 },
  { day: undefined, count: 5 },
]);

test('joins days to months; a year without a month is a run of its own', () => {
  expect(months).toEqual([
    { key: '1987 0', month: '1987', first: 0, count: 2 },
    { key: '1987-01 0', month: '1987-01', first: 2, count: 1 },
    { key: '1987 1', month: '1987', first: 3, count: 1 },
    { key: '2019-08 0', month: '2019-08', first: 4, count: 7 },
    { key: '2019-12 0', month: '2019-12', first: 11, count: 1 },
    { key: 'undated 0', month: undefined, first: 12, count: 5 },
  ]);
  expect(monthsOf([])).toEqual([]);
});

test('joins months to years', () => {
  expect(yearsOf(months)).toEqual([
    { year: '1987', months: [0, 1, 2], count: 4 },
    { year: '2019', months: [3, 4], count: 8 },
    { year: undefined, months: [5], count: 5 },
  ]);
});
