import { expect, test } from 'vitest';
import { lanesFor, runInLanes } from './schedule.ts';

test('runs one to three suites in parallel, depending on memory', () => {
  const gib = 1024 ** 3;
  expect([1, 5.9, 6, 10, 200].map((free) => lanesFor(free * gib))).toEqual([1, 1, 2, 3, 3]);
});

test('starts tasks in order as lanes become free and keeps the order of results', async () => {
  const started: number[] = [];
  const finish: (() => void)[] = [];
  const all = runInLanes([0, 1, 2, 3], 2, async (task) => {
    started.push(task);
    await new Promise<void>((resolve) => (finish[task] = resolve));
    return task * 10;
  });
  expect(started).toEqual([0, 1]);
  finish[1]?.();
  await expect.poll(() => started).toEqual([0, 1, 2]);
  finish[2]?.();
  await expect.poll(() => started).toEqual([0, 1, 2, 3]);
  finish[0]?.();
  finish[3]?.();
  expect(await all).toEqual([0, 10, 20, 30]);
});
