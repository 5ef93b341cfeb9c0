import { openDB, type DBSchema, type IDBPDatabase } from 'idb';

/** Files that another app handed over by the phone's share sheet, until a person chooses their album. */
export interface Incoming {
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** At least one. */
  readonly files: readonly File[];
  /** The names of files that came with them and are not media. */
  readonly refused: readonly string[];
}

/** The page that asks for their album. */
export const INCOMING_PAGE = '/incoming';

/** Why files could not be kept. */
export type KeepProblem = 'too-much' | 'no-space' | 'not-received';

/** Not `maru-…`, like the databases of a person: these belong to nobody yet, and are there before and after a sign-in. */
const DATABASE = 'incoming-files';
const STORE = 'incoming';

/** What may wait in all, in bytes and in files: other sites can post to the share target too. */
export const MAX_INCOMING_BYTES = 4 * 1024 ** 3;
export const MAX_INCOMING_FILES = 1000;
/** After this the files are given up, in milliseconds. The app that shared them has them still. */
export const INCOMING_DAYS = 14;

interface IncomingSchema extends DBSchema {
  [STORE]: { key: string; value: Incoming };
}

/** The incoming files of this device. */
export interface IncomingStore {
  /** Keeps files, all or none of them; returns why it could not. Never rejects. */
  readonly keep: (incoming: Incoming) => Promise<KeepProblem | undefined>;
  /** What waits, the latest first; empty where nothing can be stored. */
  readonly list: () => Promise<readonly Incoming[]>;
  readonly remove: (id: string) => Promise<void>;
  /** Deletes all, at a sign-out. */
  readonly clear: () => Promise<void>;
}

/** Returns which of `all` are not given up at `now`. */
export const stillWaiting = (all: readonly Incoming[], now: number): Incoming[] =>
  all.filter(({ at }) => now - at < INCOMING_DAYS * 24 * 3_600_000);

/** Whether `next` fits beside what waits. */
export function fits(next: Incoming, waiting: readonly Incoming[]): boolean {
  const files = [next, ...waiting].flatMap((one) => one.files);
  return files.length <= MAX_INCOMING_FILES && files.reduce((sum, { size }) => sum + size, 0) <= MAX_INCOMING_BYTES;
}

/** Runs work on the database, which is open for no longer: the page and the service worker share it. */
async function withDatabase<T>(work: (db: IDBPDatabase<IncomingSchema>) => Promise<T>): Promise<T> {
  const db = await openDB<IncomingSchema>(DATABASE, 1, {
    upgrade: (created) => void created.createObjectStore(STORE, { keyPath: 'id' }),
  });
  try {
    return await work(db);
  } finally {
    db.close();
  }
}

/** Stores incoming files in IndexedDB, which keeps each File with its name, type and date, and a batch of them as one. */
export const incomingStore: IncomingStore = {
  keep: async (incoming) => {
    try {
      return await withDatabase(async (db) => {
        const { store, done } = db.transaction(STORE, 'readwrite');
        const all = await store.getAll();
        const waiting = stillWaiting(all, incoming.at);
        for (const { id } of all) if (!waiting.some((one) => one.id === id)) void store.delete(id);
        const hasRoom = fits(incoming, waiting);
        await Promise.all([hasRoom && store.put(incoming), done]);
        return hasRoom ? undefined : 'too-much';
      });
    } catch (error) {
      console.warn('shared files could not be kept', error);
      return error instanceof DOMException && error.name === 'QuotaExceededError' ? 'no-space' : 'not-received';
    }
  },
  list: async () => {
    try {
      const all = await withDatabase((db) => db.getAll(STORE));
      return stillWaiting(all, Date.now()).toSorted((a, b) => b.at - a.at);
    } catch (error) {
      console.warn('shared files could not be read', error);
      return [];
    }
  },
  remove: (id) => withDatabase((db) => db.delete(STORE, id)),
  clear: () => withDatabase((db) => db.clear(STORE)),
};
