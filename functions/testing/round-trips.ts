import type { ProcessPorts } from '../src/processing/process-item.ts';
import type { Transaction } from '../src/ports/documents.ts';

/**
 * Ports on which every call to Firestore, Storage and the queue takes a round trip, however many are made at once, as does every commit.
 * Returns them with the number of round trips so far.
 */
export function countRoundTrips(ports: ProcessPorts): {
  readonly ports: ProcessPorts;
  readonly roundTrips: () => number;
} {
  let count = 0;
  let current: Promise<void> | undefined;
  const roundTrip = (): Promise<void> =>
    (current ??= new Promise((resolve) => {
      // Runs when everybody waits for a response.
      setImmediate(() => {
        count += 1;
        current = undefined;
        resolve();
      });
    }));
  /** The methods of a port, each of which takes a round trip. */
  const remote = <T extends object>(port: T): T =>
    Object.fromEntries(
      Object.entries(port).map(([name, call]: [string, (...args: unknown[]) => unknown]) => [
        name,
        async (...args: unknown[]) => {
          // A read of no documents takes none.
          if (!Array.isArray(args[0]) || args[0].length > 0) await roundTrip();
          return call(...args);
        },
      ]),
    ) as T;
  const { store, originals, renditions, queue } = ports;
  const withRemoteReads = (tx: Transaction): Transaction => {
    const { read, readAll, find } = remote(tx);
    return { ...tx, read, readAll, find };
  };
  return {
    roundTrips: () => count,
    ports: {
      ...ports,
      originals: remote(originals),
      renditions: remote(renditions),
      queue: remote(queue),
      store: {
        ...remote(store),
        transact: (run) =>
          store.transact(async (tx) => {
            const result = await run(withRemoteReads(tx));
            await roundTrip();
            return result;
          }),
      },
    },
  };
}
