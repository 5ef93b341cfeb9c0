import { freemem } from 'node:os';

/** Memory of one suite. Emulators, function processes and a browser were measured at up to 2.3 GiB. */
const BYTES_PER_LANE = 3 * 1024 ** 3;

/** Suites on emulators wait more than they compute: two cores run three of them well, while a fourth slows all down. */
const MAX_LANES = 3;

/** The number of suites to run in parallel with this much memory. */
export const lanesFor = (availableBytes = freemem()): number =>
  Math.min(MAX_LANES, Math.max(1, Math.floor(availableBytes / BYTES_PER_LANE)));

/** Starts tasks in order, at most `lanes` at a time; resolves with the results in the same order. */
export async function runInLanes<T, R>(tasks: readonly T[], lanes: number, run: (task: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const queue = tasks.entries();
  const lane = async (): Promise<void> => {
    for (const [index, task] of queue) results[index] = await run(task);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return results;
}
