import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { settleAll, forEachConcurrently } from './concurrency.ts';

const late = async (ms: number, what: string): Promise<never> => {
  await sleep(ms);
  throw new Error(what);
};

test('of several that fail the first in their order counts, once none goes on', async () => {
  const ended: string[] = [];
  const slow = sleep(30).then(() => void ended.push('slow'));
  await expect(settleAll(slow, late(20, 'first'), late(0, 'second'))).rejects.toThrow('first');
  expect(ended).toEqual(['slow']);
  expect(await settleAll(1, Promise.resolve('two'))).toEqual([1, 'two']);
});

test('no more than so many are at work, and one that fails waits for the others at work', async () => {
  let [atWork, most] = [0, 0];
  const done: number[] = [];
  const act = async (one: number): Promise<void> => {
    most = Math.max(most, (atWork += 1));
    await sleep(5);
    atWork -= 1;
    if (one === 2) throw new Error('two');
    done.push(one);
  };
  await expect(forEachConcurrently(2, [1, 2, 3, 4], act)).rejects.toThrow('two');
  expect([most, done, atWork]).toEqual([2, [1, 3, 4], 0]);
});
