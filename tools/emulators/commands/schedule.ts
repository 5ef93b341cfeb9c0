import { freemem } from 'node:os';

/** Memory of one suite. Emulators, function processes and a browser were measured at up to 2.3 GiB. */
const BYTES_PER_LANE = 3 * 1024 ** 3;

/** Suites on emulators wait a third of the time: four of them, and two that only compute, keep two cores busy until the end. */
const MAX_LANES = 6;

/** The number of suites to run in parallel with this much memory. */
export const lanesFor = (availableBytes = freemem()): number =>
  Math.min(MAX_LANES, Math.max(1, Math.floor(availableBytes / BYTES_PER_LANE)));

/** Runs tasks, at most `lanes` at a time: the last of several lanes takes them from the end, the others in order. Resolves with the results in order. */
export async function runInLanes<T, R>(tasks: readonly T[], lanes: number, run: (task: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const left = [...tasks.entries()];
  const lane = async (isLast: boolean): Promise<void> => {
    for (;;) {
      const next = isLast ? left.pop() : left.shift();
      if (!next) return;
      const [index, task] = next;
      results[index] = await run(task);
    }
  };
  await Promise.all(Array.from({ length: lanes }, (_, n) => lane(n > 0 && n === lanes - 1)));
  return results;
}
