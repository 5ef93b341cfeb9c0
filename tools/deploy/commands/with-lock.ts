import type { GoogleClient } from '../google/client.ts';
import { takeLock } from '../release/lock.ts';
import type { Messages } from './messages.ts';
import type { Terminal } from './terminal.ts';

/** Runs `work` while no other command changes the project. Ctrl-C releases the lock and ends the process. */
export async function withLock<T>(
  google: GoogleClient,
  messages: Messages,
  at: Terminal,
  work: () => Promise<T>,
): Promise<T> {
  const lock = await takeLock(google);
  // A lock that cannot be released is taken over by the next run on this computer.
  const release = (): Promise<void> => lock.release().catch(() => undefined);
  const interrupt = (): void => {
    at.fail(messages.interrupted);
    void release().finally(() => process.exit(130));
  };
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  try {
    return await work();
  } finally {
    process.removeListener('SIGINT', interrupt).removeListener('SIGTERM', interrupt);
    await release();
  }
}
