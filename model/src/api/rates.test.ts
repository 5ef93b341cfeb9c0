import { expect, test } from 'vitest';
import { counted, RATES } from './rates.ts';

const rate = { times: 2, perS: 10 };

test('so many times are counted, and not one more until the time is over', () => {
  const first = counted(undefined, rate, 1000);
  expect(first).toEqual({ since: 1000, times: 1 });
  const second = counted(first, rate, 9000);
  expect(second).toEqual({ since: 1000, times: 2 });
  expect(counted(second, rate, 10_999)).toBeUndefined();
  expect(counted(second, rate, 11_000)).toEqual({ since: 11_000, times: 1 });
});

test('every callable has a rate that lets it be called', () => {
  for (const { times, perS } of Object.values(RATES)) expect(Math.min(times, perS)).toBeGreaterThan(0);
});
