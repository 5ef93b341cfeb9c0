import { expect, test } from 'vitest';
import { yearLabels } from './year-labels.ts';

const years = [
  { year: '2020', months: [0, 1], count: 9 },
  { year: '2019', months: [2], count: 1 },
  { year: '2018', months: [3, 4, 5], count: 5 },
  { year: undefined, months: [6], count: 2 },
];

test('shows years at their first month, without overlaps', () => {
  expect(yearLabels(years, [0, 0.2, 0.3, 0.35, 0.5, 0.6, 0.95], 0.1)).toEqual([
    { year: '2020', at: 0 },
    { year: '2019', at: 0.3 },
  ]);
  expect(yearLabels(years, [0, 0.2, 0.3, 0.45, 0.5, 0.6, 0.95], 0.1).map(({ year }) => year)).toEqual([
    '2020',
    '2019',
    '2018',
  ]);
  expect(yearLabels([], [], 0.1)).toEqual([]);
});
