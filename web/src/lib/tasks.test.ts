import { afterEach, expect, test, vi } from 'vitest';
import { mapInTasks } from './tasks.ts';

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

test('maps values in order, in short tasks of their own', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  let now = 1000;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  const seen: number[] = [];
  const mapped = mapInTasks([1, 2, 3, 4], (value) => {
    now += 8;
    seen.push(value);
    return value * 2;
  });
  expect(seen).toEqual([]);
  vi.advanceTimersToNextTimer();
  await Promise.resolve();
  expect(seen).toEqual([1, 2, 3]);
  vi.advanceTimersToNextTimer();
  expect(await mapped).toEqual([2, 4, 6, 8]);
});
