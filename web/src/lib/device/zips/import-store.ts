import type { LibraryId } from '@maru/model/ids';
import type { ImportedFile } from '@maru/model/takeout/import-report';
import type { DeviceDatabase, StoredImport, StoredZip } from '../database.ts';

/** What this device remembers of one person's imports. Without IndexedDB, nothing. No promise rejects. */
export interface ImportStore {
  readonly keepZip: (key: string, zip: StoredZip) => Promise<void>;
  readonly zip: (key: string) => Promise<StoredZip | undefined>;
  /** What became of files, by their keys; also in earlier imports, which are not read or sent again. */
  readonly imported: (library: LibraryId, keys: readonly string[]) => Promise<Map<string, ImportedFile>>;
  readonly note: (library: LibraryId, key: string, file: ImportedFile) => Promise<void>;
  readonly keepImport: (library: LibraryId, stored: StoredImport) => Promise<void>;
  readonly lastImport: (library: LibraryId) => Promise<StoredImport | undefined>;
}

/** Opens what is remembered of one person's imports. */
export function openImportStore({ attempt }: DeviceDatabase): ImportStore {
  const idOf = (library: LibraryId, key: string): string => `${library}/${key}`;
  return {
    keepZip: async (key, zip) => {
      await attempt((db) => db.put('zips', zip, key), undefined);
    },
    zip: (key) => attempt((db) => db.get('zips', key), undefined),
    imported: async (library, keys) => {
      const all = await attempt(async (db) => {
        const { store } = db.transaction('imported');
        return Promise.all(keys.map(async (key) => [key, await store.get(idOf(library, key))] as const));
      }, []);
      return new Map(all.flatMap(([key, file]) => (file ? [[key, file]] : [])));
    },
    note: (library, key, file) =>
      attempt(async (db) => {
        const { store, done } = db.transaction('imported', 'readwrite');
        const id = idOf(library, key);
        await store.put({ ...(await store.get(id)), ...file }, id);
        await done;
      }, undefined),
    keepImport: async (library, stored) => {
      await attempt((db) => db.put('imports', stored, library), undefined);
    },
    lastImport: (library) => attempt((db) => db.get('imports', library), undefined),
  };
}
