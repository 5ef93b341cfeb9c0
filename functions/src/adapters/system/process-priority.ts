import { readdirSync } from 'node:fs';
import { setPriority } from 'node:os';

/** With more, a busy machine would hardly run it at all: niceness 10 gets a tenth of a processor that another program uses, 15 a thirtieth. */
const NICENESS = 5;

/**
 * Lowers the priority of this process permanently: on the local emulators a bulk import shares the machine with single photos that someone
 * is waiting for. Linux has a priority per thread; new threads inherit it.
 */
export function lowerPriority(niceness = NICENESS): void {
  const threads = process.platform === 'linux' ? readdirSync('/proc/self/task').map(Number) : [process.pid];
  for (const thread of threads) {
    try {
      setPriority(thread, niceness);
    } catch {
      // The thread has ended, or the system does not permit it.
    }
  }
}
