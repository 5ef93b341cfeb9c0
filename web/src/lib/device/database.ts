import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { Uid } from '@maru/model/ids';
import type { QueuedUpload } from '@maru/model/upload/ports';

/** Increase it when the form of a value in `seen` changes: older values are then dropped. */
const SCHEMA_VERSION = 5;

/** An upload that is not over, and the window that works on it. */
export interface StoredUpload extends QueuedUpload {
  readonly owner: string;
}

/** What is stored for one person: what they saw last, and their uploads with the files. */
export interface DeviceSchema extends DBSchema {
  seen: { key: string; value: unknown };
  uploads: { key: string; value: StoredUpload; indexes: { item: string } };
  files: { key: string; value: File };
}

export const PREFIX = 'maru-';

/** Of one person; deleted at sign-out. */
export const databaseName = (uid: Uid): string => PREFIX + uid;

/** Opens one person's database; rejects where nothing can be stored. */
export function openDatabase(uid: Uid): Promise<IDBPDatabase<DeviceSchema>> {
  return openDB<DeviceSchema>(databaseName(uid), SCHEMA_VERSION, {
    upgrade(db) {
      if (db.objectStoreNames.contains('seen')) db.deleteObjectStore('seen');
      db.createObjectStore('seen');
      if (db.objectStoreNames.contains('uploads')) return;
      db.createObjectStore('uploads', { keyPath: 'id' }).createIndex('item', 'item');
      db.createObjectStore('files');
    },
    blocking(_now, _next, event) {
      // Another window signs out or runs a newer version.
      (event.target as IDBDatabase).close();
    },
  });
}
