import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { settleAll, forEachConcurrently } from './concurrency.ts';

const rejectAfter = async (ms: number, message: string): Promise<never> => {
  await sleep(ms);
  throw new Error(message);
};

test('settleAll waits for all, and rejects with the first error in order', async () => {
  const settled: string[] = [];
  const slow = sleep(30).then(() => void settled.push('slow'));
  await expect(settleAll(slow, rejectAfter(20, 'first'), rejectAfter(0, 'second'))).rejects.toThrow('first');
  expect(settled).toEqual(['slow']);
  expect(await settleAll(1, Promise.resolve('two'))).toEqual([1, 'two']);
});

test('forEachConcurrently runs at most limit calls at a time, and waits for running calls after an error', async () => {
  let [running, max] = [0, 0];
  const done: number[] = [];
  const callback = async (item: number): Promise<void> => {
    max = Math.max(max, (running += 1));
    await sleep(5);
    running -= 1;
    if (item === 2) throw new Error('two');
    done.push(item);
  };
  await expect(forEachConcurrently(2, [1, 2, 3, 4], callback)).rejects.toThrow('two');
  expect([max, done, running]).toEqual([2, [1, 3, 4], 0]);
});
