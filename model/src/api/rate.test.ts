import { expect, test } from 'vitest';
import { countCall } from './rate.ts';

const rate = { times: 2, perS: 10 };

test('countCall allows calls up to the rate, and starts over after its period', () => {
  const first = countCall(undefined, rate, 1000);
  expect(first).toEqual({ since: 1000, times: 1 });
  const second = countCall(first, rate, 9000);
  expect(second).toEqual({ since: 1000, times: 2 });
  expect(countCall(second, rate, 10_999)).toBeUndefined();
  expect(countCall(second, rate, 11_000)).toEqual({ since: 11_000, times: 1 });
});
