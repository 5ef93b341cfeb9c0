import { openDB, type DBSchema, type IDBPDatabase, type OpenDBCallbacks } from 'idb';
import type { LibraryId, Uid } from '@maru/model/ids';
import type { ImportedFile, ImportRow } from '@maru/model/takeout/import-report';
import type { QueuedUpload } from '@maru/model/upload/ports';
import type { StoredPart } from './stored-batch.ts';
import type { FileInZip } from './zips/zips.svelte.ts';

/** Increase it with every change of the stores. */
const SCHEMA_VERSION = 7;
/** The version in which the form of a value in `seen` changed last: older values are dropped. */
const SEEN_VERSION = 5;

/** An upload that is not over, and the window that works on it. */
export interface StoredUpload extends QueuedUpload {
  readonly owner: string;
  /** If it is a file of an export, its key in `imported`. */
  readonly importKey?: string | undefined;
  /** Where it is in a ZIP, which is not stored. */
  readonly inZip?: FileInZip | undefined;
}

/** A ZIP that uploads come from, by the key of its directory. Its handle exists in Chromium only. */
export interface StoredZip {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  readonly handle?: FileSystemFileHandle | undefined;
}

/** An import, when it began (ms since 1970), and a line for each of its files. */
export interface StoredImport {
  readonly at: number;
  readonly rows: readonly ImportRow[];
}

/** What is stored for one person: what they saw last, their uploads with the files, and what they do to many items. */
export interface DeviceSchema extends DBSchema {
  seen: { key: string; value: unknown };
  uploads: { key: string; value: StoredUpload; indexes: { item: string } };
  files: { key: string; value: File };
  zips: { key: string; value: StoredZip };
  /** By library and the key of the file's source. */
  imported: { key: string; value: ImportedFile };
  /** The lines of the last import into each library. */
  imports: { key: LibraryId; value: StoredImport };
  batches: { key: string; value: StoredPart };
}

export const PREFIX = 'maru-';

/** The name of the database of one person; it is deleted at sign-out. */
export const databaseName = (uid: Uid): string => PREFIX + uid;

type Database = IDBPDatabase<DeviceSchema>;

/** Whether the values in `seen` have the form that this version knows; a newer version in another window may have changed it. */
export const hasKnownValues = ({ version }: Database): boolean => version === SCHEMA_VERSION;

/** This window's one connection to a person's database: opened when it is needed, and again when the browser or another window closed it. */
export interface DeviceDatabase {
  /**
   * Runs work that may be repeated. Rejects as it does; where nothing can be stored; after another window deleted the database, which is a
   * sign-out; and after `close`.
   */
  readonly use: <T>(work: (db: Database) => Promise<T>) => Promise<T>;
  /** As `use`, but returns `otherwise` where that rejects, and warns unless the database was closed: the app works without it. */
  readonly attempt: <T>(work: (db: Database) => Promise<T>, otherwise: T) => Promise<T>;
  /** The same person signed in again: a database that another window deleted may be created. */
  readonly resume: () => void;
  readonly close: () => void;
}

export function deviceDatabase(uid: Uid): DeviceDatabase {
  const name = databaseName(uid);
  let opened: Promise<Database> | undefined;
  let isDeleted = false;
  let isClosed = false;

  const callbacks: OpenDBCallbacks<DeviceSchema> = {
    upgrade(db, before) {
      if (before < SEEN_VERSION) {
        if (db.objectStoreNames.contains('seen')) db.deleteObjectStore('seen');
        db.createObjectStore('seen');
      }
      if (!db.objectStoreNames.contains('uploads')) {
        db.createObjectStore('uploads', { keyPath: 'id' }).createIndex('item', 'item');
        db.createObjectStore('files');
      }
      if (!db.objectStoreNames.contains('zips')) {
        db.createObjectStore('zips');
        db.createObjectStore('imported');
        db.createObjectStore('imports');
      }
      if (!db.objectStoreNames.contains('batches')) db.createObjectStore('batches');
    },
    blocking(_now, next, event) {
      // Another window runs a newer version, or signs out.
      (event.target as IDBDatabase).close();
      opened = undefined;
      if (next === null) isDeleted = true;
    },
    terminated() {
      opened = undefined;
    },
  };

  const open = (): Promise<Database> => {
    // Opening would create it again.
    if (isClosed || isDeleted) return Promise.reject(new Error('the database is closed'));
    return (opened ??= openDB<DeviceSchema>(name, SCHEMA_VERSION, callbacks).catch((error: unknown) => {
      if (!isNamed(error, 'VersionError')) throw error;
      // A newer version upgraded it.
      return openDB<DeviceSchema>(name, undefined, callbacks);
    }));
  };

  const use: DeviceDatabase['use'] = async (work) => {
    const opening = open();
    const db = await opening;
    try {
      return await work(db);
    } catch (error) {
      if (!isNamed(error, 'InvalidStateError')) throw error;
      // Safari loses connections in the background without a word.
      db.close();
      // Other work may have opened it again.
      if (opened === opening) opened = undefined;
      return work(await open());
    }
  };

  return {
    use,
    attempt: async (work, otherwise) => {
      try {
        return await use(work);
      } catch (error) {
        if (!isClosed) console.warn('not stored on this device', error);
        return otherwise;
      }
    },
    resume: () => {
      isDeleted = false;
    },
    close: () => {
      isClosed = true;
      opened?.then(
        (db) => db.close(),
        () => undefined,
      );
    },
  };
}

const isNamed = (error: unknown, name: string): boolean => error instanceof Error && error.name === name;
