import { expect, test } from 'vitest';
import { lanesFor, runInLanes } from './schedule.ts';

test('runs one to six suites in parallel, depending on memory', () => {
  const gib = 1024 ** 3;
  expect([1, 5.9, 6, 10, 14, 200].map((free) => lanesFor(free * gib))).toEqual([1, 1, 2, 3, 4, 6]);
});

test('starts tasks from both ends as lanes become free, and keeps the order of results', async () => {
  const started: number[] = [];
  const finish: (() => void)[] = [];
  const all = runInLanes([0, 1, 2, 3, 4], 3, async (task) => {
    started.push(task);
    await new Promise<void>((resolve) => (finish[task] = resolve));
    return task * 10;
  });
  expect(started).toEqual([0, 1, 4]);
  finish[4]?.();
  await expect.poll(() => started).toEqual([0, 1, 4, 3]);
  finish[0]?.();
  await expect.poll(() => started).toEqual([0, 1, 4, 3, 2]);
  for (const task of [1, 2, 3]) finish[task]?.();
  expect(await all).toEqual([0, 10, 20, 30, 40]);
});

test('one lane takes the tasks in order', async () => {
  const started: number[] = [];
  await runInLanes([0, 1, 2], 1, (task) => Promise.resolve(started.push(task)));
  expect(started).toEqual([0, 1, 2]);
});
