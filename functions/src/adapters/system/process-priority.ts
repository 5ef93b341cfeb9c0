import { readdirSync } from 'node:fs';
import { constants, setPriority } from 'node:os';

/**
 * Lets this process run when others leave it time, for good: on the emulators a whole import shares the machine with the one
 * photo that somebody looks out for. Linux keeps a priority a thread; those to come inherit it from their maker.
 */
export function giveWay(): void {
  const threads = process.platform === 'linux' ? readdirSync('/proc/self/task').map(Number) : [process.pid];
  for (const thread of threads) {
    try {
      setPriority(thread, constants.priority.PRIORITY_BELOW_NORMAL);
    } catch {
      // It ended meanwhile, or the machine does not let us: it runs on as it was.
    }
  }
}
