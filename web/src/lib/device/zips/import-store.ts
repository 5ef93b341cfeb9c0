import type { IDBPDatabase } from 'idb';
import type { LibraryId, Uid } from '@maru/model/ids';
import type { ImportedFile } from '@maru/model/takeout/import-report';
import { deviceDatabase, type DeviceSchema, type StoredImport, type StoredZip } from '../database.ts';

/** What this device remembers of one person's imports. Without IndexedDB, nothing. No promise rejects. */
export interface ImportStore {
  readonly keepZip: (key: string, zip: StoredZip) => Promise<void>;
  readonly zip: (key: string) => Promise<StoredZip | undefined>;
  /** What became of files, by their keys; also in earlier imports, which are not read or sent again. */
  readonly imported: (library: LibraryId, keys: readonly string[]) => Promise<Map<string, ImportedFile>>;
  readonly note: (library: LibraryId, key: string, file: ImportedFile) => Promise<void>;
  readonly keepImport: (library: LibraryId, stored: StoredImport) => Promise<void>;
  readonly lastImport: (library: LibraryId) => Promise<StoredImport | undefined>;
  /** Remembers again after the same person signed in again. */
  readonly resume: () => void;
  readonly close: () => void;
}

/** Opens what is remembered of one person's imports. */
export function openImportStore(uid: Uid): ImportStore {
  const database = deviceDatabase(uid);
  let isClosed = false;
  async function attempt<T>(work: (db: IDBPDatabase<DeviceSchema>) => Promise<T>): Promise<T | undefined> {
    try {
      return await database.use(work);
    } catch (error) {
      if (!isClosed) console.warn('the import is not remembered on this device', error);
      return undefined;
    }
  }
  const idOf = (library: LibraryId, key: string): string => `${library}/${key}`;
  const change = (library: LibraryId, key: string, file: ImportedFile): Promise<unknown> =>
    attempt(async (db) => {
      const { store, done } = db.transaction('imported', 'readwrite');
      const id = idOf(library, key);
      await store.put({ ...(await store.get(id)), ...file }, id);
      await done;
    });
  return {
    keepZip: async (key, zip) => {
      await attempt((db) => db.put('zips', zip, key));
    },
    zip: (key) => attempt((db) => db.get('zips', key)),
    imported: async (library, keys) => {
      const all = await attempt(async (db) => {
        const { store } = db.transaction('imported');
        return Promise.all(keys.map(async (key) => [key, await store.get(idOf(library, key))] as const));
      });
      return new Map((all ?? []).flatMap(([key, file]) => (file ? [[key, file]] : [])));
    },
    note: async (library, key, file) => {
      await change(library, key, file);
    },
    keepImport: async (library, stored) => {
      await attempt((db) => db.put('imports', stored, library));
    },
    lastImport: (library) => attempt((db) => db.get('imports', library)),
    resume: database.resume,
    close: () => {
      isClosed = true;
      database.close();
    },
  };
}
