import { deleteDB } from 'idb';
import type { Uid } from '@maru/model/ids';
import { databaseName, hasKnownValues, PREFIX, type DeviceDatabase } from './database.ts';

/** How long writes wait for a later value of the same key, in milliseconds. */
const WRITE_DELAY_MS = 400;

/** The data that one person saw last, in IndexedDB `maru-{uid}`. Without IndexedDB, reads return undefined. */
export interface OfflineStore {
  /** Whether a read has not ended. */
  readonly isReading: boolean;
  read(key: string): Promise<unknown>;
  /** Stores a value after a short delay; the last one wins, undefined deletes it. */
  write(key: string, value: unknown): void;
  /** The keys of everything stored. */
  keys(): Promise<string[]>;
  /** Writes pending values now, for example when the page is hidden. */
  flush(): Promise<void>;
  /** Drops pending and later writes. */
  close(): void;
}

/** The databases of this origin; empty if the browser cannot list them. */
async function listDatabases(): Promise<IDBDatabaseInfo[]> {
  try {
    return await indexedDB.databases();
  } catch {
    return [];
  }
}

/** Deletes the stores of everybody else, which were kept when their sessions expired. Does nothing if the browser cannot list databases. */
export async function deleteOtherStores(uid: Uid): Promise<void> {
  const all = await listDatabases();
  const others = all.flatMap(({ name }) => (name?.startsWith(PREFIX) && name !== databaseName(uid) ? [name] : []));
  await Promise.all(others.map((name) => deleteDB(name)));
}

/** Deletes everything stored for one person, waiting uploads too, even if a window has it open. */
export const deleteOfflineStore = (uid: Uid): Promise<void> => deleteDB(databaseName(uid));

/** Opens one person's store. */
export function openOfflineStore(database: DeviceDatabase): OfflineStore {
  const pending = new Map<string, unknown>();
  let isClosed = false;
  let reads = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const flush = async (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    const changes = [...pending];
    pending.clear();
    if (changes.length === 0) return;
    await database.attempt(async (db) => {
      if (!hasKnownValues(db)) return;
      const transaction = db.transaction('seen', 'readwrite');
      const { store, done } = transaction;
      for (const [key, value] of changes) void (value === undefined ? store.delete(key) : store.put(value, key));
      // While a page closes, WebKit never ends a transaction by itself, and every later page waits for it.
      transaction.commit();
      await done;
    }, undefined);
  };

  return {
    get isReading() {
      return reads > 0;
    },
    read: async (key) => {
      if (pending.has(key)) return pending.get(key);
      reads += 1;
      try {
        return await database.use(async (db) => (hasKnownValues(db) ? db.get('seen', key) : undefined));
      } catch {
        return undefined;
      } finally {
        reads -= 1;
      }
    },
    write: (key, value) => {
      if (isClosed) return;
      pending.set(key, value);
      timer ??= setTimeout(() => void flush(), WRITE_DELAY_MS);
    },
    keys: async () => {
      await flush();
      try {
        return await database.use((db) => db.getAllKeys('seen'));
      } catch {
        return [];
      }
    },
    flush,
    close: () => {
      isClosed = true;
      clearTimeout(timer);
      pending.clear();
    },
  };
}
