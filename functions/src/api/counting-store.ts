import type { Store, Transaction } from '../ports/documents.ts';

type Reads = Pick<Transaction, 'read' | 'readAll' | 'find'>;

/** A store that counts the documents it reads, as Firestore bills them: a query that finds nothing is one read. */
export function countingStore(store: Store): { readonly store: Store; readonly reads: () => number } {
  let reads = 0;
  const counting = (from: Reads): Reads => ({
    read: (path) => {
      reads += 1;
      return from.read(path);
    },
    readAll: (paths) => {
      reads += paths.length;
      return from.readAll(paths);
    },
    find: async (collection, question) => {
      const found = await from.find(collection, question);
      reads += Math.max(1, found.length);
      return found;
    },
  });
  return {
    reads: () => reads,
    store: {
      ...counting(store),
      count: async (collection, question) => {
        const count = await store.count(collection, question);
        // Firestore bills one read for each 1,000 index entries that it counts.
        reads += Math.max(1, Math.ceil(count / 1000));
        return count;
      },
      transact: (story) => store.transact((tx) => story({ ...tx, ...counting(tx) })),
    },
  };
}
