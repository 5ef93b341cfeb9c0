import { freemem } from 'node:os';

/** Bytes that a suite needs beside others: emulators, function processes and a browser took 2.3 GiB at most. */
const BYTES_PER_LANE = 3 * 1024 ** 3;

/** Suites on emulators wait more than they compute, so two cores have work for three; a fourth only makes all of them slow. */
const MAX_LANES = 3;

/** How many suites run side by side, by the memory that is available. */
export const lanesFor = (availableBytes = freemem()): number =>
  Math.min(MAX_LANES, Math.max(1, Math.floor(availableBytes / BYTES_PER_LANE)));

/** Runs all tasks in their order, `lanes` at a time; resolves with their results in that order. */
export async function runInLanes<T, R>(tasks: readonly T[], lanes: number, run: (task: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const queue = tasks.entries();
  const lane = async (): Promise<void> => {
    for (const [index, task] of queue) results[index] = await run(task);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return results;
}
