import { deleteDB, openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { Uid } from '@maru/model/ids';

/** Grows when a kept value changes its form: what an older app kept is then dropped. */
const SHAPE = 1;
/** How long writes wait for a later value of the same key, in milliseconds. */
const CALM = 400;

interface Shape extends DBSchema {
  seen: { key: string; value: unknown };
}

/** What one person last saw, on this device: IndexedDB `maru-{uid}`. A device that keeps nothing answers undefined. */
export interface SeenStore {
  read(key: string): Promise<unknown>;
  /** Keeps a value a moment later (the last one wins); undefined forgets it. */
  write(key: string, value: unknown): void;
  /** The keys of all that is kept. */
  keys(): Promise<string[]>;
  /** Writes at once what still waits: for when the page goes out of sight. */
  flush(): Promise<void>;
  /** Ends the store's life in this window: what still waits is dropped, and later writes do nothing. */
  close(): void;
}

const OURS = 'maru-';
const nameOf = (uid: Uid): string => OURS + uid;

/** The databases of this browser, as far as it tells. */
async function told(): Promise<IDBDatabaseInfo[]> {
  try {
    return await indexedDB.databases();
  } catch {
    return [];
  }
}

/**
 * Deletes what was kept of everybody but this person: of whose session ended by itself it waited for their return, and somebody
 * else has come. A browser that does not tell its databases keeps them.
 */
export async function forgetOthers(uid: Uid): Promise<void> {
  const all = await told();
  const others = all.flatMap(({ name }) => (name?.startsWith(OURS) && name !== nameOf(uid) ? [name] : []));
  await Promise.all(others.map((name) => deleteDB(name)));
}

/** Deletes the store of one person, also where a window holds it open. */
export const deleteSeen = (uid: Uid): Promise<void> => deleteDB(nameOf(uid));

function open(uid: Uid): Promise<IDBPDatabase<Shape>> {
  return openDB<Shape>(nameOf(uid), SHAPE, {
    upgrade(db) {
      if (db.objectStoreNames.contains('seen')) db.deleteObjectStore('seen');
      db.createObjectStore('seen');
    },
    blocking(_now, _next, event) {
      // Another window signs out, or brings a newer form.
      (event.target as IDBDatabase).close();
    },
  });
}

/** The store of one person. */
export function openSeen(uid: Uid): SeenStore {
  const waiting = new Map<string, unknown>();
  let isClosed = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let opened: Promise<IDBPDatabase<Shape> | undefined> | undefined;
  const database = async (): Promise<IDBPDatabase<Shape> | undefined> => {
    // To open it again would recreate what was deleted.
    if (isClosed) return undefined;
    opened ??= open(uid).catch((error: unknown) => {
      console.warn('this device keeps nothing', error);
      return undefined;
    });
    return opened;
  };

  const flush = async (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    const changes = [...waiting];
    waiting.clear();
    const db = await database();
    if (!db || changes.length === 0) return;
    try {
      const { store, done } = db.transaction('seen', 'readwrite');
      for (const [key, value] of changes) void (value === undefined ? store.delete(key) : store.put(value, key));
      await done;
    } catch (error) {
      // No room, or closed by another window's sign-out: the app goes on without.
      console.warn('not kept on this device', error);
    }
  };

  return {
    read: async (key) => {
      if (waiting.has(key)) return waiting.get(key);
      try {
        return await (await database())?.get('seen', key);
      } catch {
        return undefined;
      }
    },
    write: (key, value) => {
      if (isClosed) return;
      waiting.set(key, value);
      timer ??= setTimeout(() => void flush(), CALM);
    },
    keys: async () => {
      await flush();
      try {
        return (await (await database())?.getAllKeys('seen')) ?? [];
      } catch {
        return [];
      }
    },
    flush,
    close: () => {
      isClosed = true;
      clearTimeout(timer);
      waiting.clear();
      void opened?.then((db) => db?.close());
    },
  };
}
