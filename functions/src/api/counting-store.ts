import type { Store, Transaction } from '../ports/documents.ts';

type Reads = Pick<Transaction, 'read' | 'readAll' | 'find'>;

/** A store that counts the documents it reads and writes, as Firestore bills them: a query that finds nothing is one read. */
export function countingStore(store: Store): {
  readonly store: Store;
  readonly reads: () => number;
  readonly writes: () => number;
  readonly deletes: () => number;
} {
  let [reads, writes, deletes] = [0, 0, 0];
  const counting = (from: Reads): Reads => ({
    read: (path) => {
      reads += 1;
      return from.read(path);
    },
    readAll: (paths) => {
      reads += paths.length;
      return from.readAll(paths);
    },
    find: async (collection, query) => {
      const found = await from.find(collection, query);
      reads += Math.max(1, found.length);
      return found;
    },
  });
  const counted = (tx: Transaction): Transaction => ({
    ...tx,
    ...counting(tx),
    set: (...write) => {
      writes += 1;
      tx.set(...write);
    },
    update: (...write) => {
      writes += 1;
      tx.update(...write);
    },
    add: (...write) => {
      writes += 1;
      tx.add(...write);
    },
    remove: (path) => {
      deletes += 1;
      tx.remove(path);
    },
  });
  return {
    reads: () => reads,
    writes: () => writes,
    deletes: () => deletes,
    store: {
      ...counting(store),
      count: async (collection, query) => {
        const count = await store.count(collection, query);
        // Firestore bills one read for each 1,000 index entries that it counts.
        reads += Math.max(1, Math.ceil(count / 1000));
        return count;
      },
      transact: (run) => store.transact((tx) => run(counted(tx))),
    },
  };
}
