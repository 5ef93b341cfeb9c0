import { expect, test } from 'vitest';
import { onThisDay } from './on-this-day.ts';

test('finds the day in earlier years, latest first, and nothing that is less certain', () => {
  const runs: readonly [string | undefined, number][] = [
    ['1987', 4],
    ['1999-11', 2],
    ['2016-11-30', 3],
    ['2016-12-01', 1],
    ['2022-11-30', 2],
    ['2026-11-30', 5],
    [undefined, 7],
  ];
  const days = runs.map(([day, count]) => ({ day, count }));
  expect(onThisDay(days, '2026-11-30')).toEqual([
    { year: 2022, from: 10, to: 12 },
    { year: 2016, from: 6, to: 9 },
  ]);
  expect(onThisDay(days, '2026-11-29')).toEqual([]);
});
