import type { IDBPDatabase, IDBPObjectStore } from 'idb';
import type { Uid } from '@maru/model/ids';
import { hasEnded, hasSent } from '@maru/model/upload/job';
import type { QueuedUpload, UploadQueue } from '@maru/model/upload/ports';
import { deviceDatabase, type DeviceSchema } from './database.ts';
import { keepStorage } from './uploads/keep-storage.ts';
import type { WindowLocks } from './window-locks.ts';

/** Files above this are not copied to the device's storage, in bytes: after a reload the person is asked for them again. */
const MAX_COPY = 1024 ** 3;
/** Files that are stored in one transaction. */
const BATCH = 20;

/** The queue of one person on this device. */
export interface DeviceQueue extends UploadQueue<File> {
  /** Whether other windows have files that are not completely sent. */
  readonly isSendingElsewhere: () => Promise<boolean>;
  /** Stores again after the same person signed in again. */
  readonly resume: () => void;
  /** Closes the queue in this window; later writes are dropped. */
  readonly close: () => void;
}

/** Uploads and their files in this window. */
interface Held {
  upload: QueuedUpload;
  readonly file: File | undefined;
  isStored: boolean;
}

const isCopied = (file: File | undefined): file is File => file !== undefined && file.size <= MAX_COPY;

type Stores = ['uploads', 'files'];
type Store<Name extends Stores[number]> = IDBPObjectStore<DeviceSchema, Stores, Name, 'readwrite'>;

/** Runs writes in one transaction: all of them succeed, or none and it rejects. */
async function write(
  db: IDBPDatabase<DeviceSchema>,
  run: (uploads: Store<'uploads'>, files: Store<'files'>) => readonly Promise<unknown>[],
): Promise<void> {
  const transaction = db.transaction<Stores, 'readwrite'>(['uploads', 'files'], 'readwrite');
  await Promise.all([...run(transaction.objectStore('uploads'), transaction.objectStore('files')), transaction.done]);
}

/** Opens one person's uploads. Each belongs to one window; those of a window that ended go to the next that loads. */
export function openUploadQueue(uid: Uid, locks: WindowLocks): DeviceQueue {
  const held = new Map<string, Held>();
  let isClosed = false;
  const database = deviceDatabase(uid);
  const ownerOf = (upload: QueuedUpload) => ({ ...upload, owner: locks.id });

  /** Runs work on the database. Without one, or when its quota is full, uploads go on in memory: returns the value of `otherwise`. */
  async function attempt<T>(work: (db: IDBPDatabase<DeviceSchema>) => Promise<T>, otherwise: T): Promise<T> {
    try {
      return await database.use(work);
    } catch (error) {
      if (!isClosed) console.warn('uploads are not stored on this device', error);
      return otherwise;
    }
  }

  /** Stores uploads with their files; returns the ids of those that survive this window. */
  const store = (batch: readonly Held[]): Promise<readonly string[]> =>
    attempt(async (db) => {
      const written = batch.map(({ upload }) => upload);
      await write(db, (uploads, files) =>
        batch.flatMap(({ upload, file }): Promise<unknown>[] => [
          uploads.put(ownerOf(upload)),
          ...(isCopied(file) ? [files.put(file, upload.id)] : []),
        ]),
      );
      for (const one of batch) one.isStored = true;
      if (batch.some(({ file }) => isCopied(file))) keepStorage();
      // What was learned meanwhile.
      const changed = batch.filter(({ upload }, n) => upload !== written[n] && held.has(upload.id));
      if (changed.length > 0) await write(db, (uploads) => changed.map(({ upload }) => uploads.put(ownerOf(upload))));
      return batch.flatMap(({ upload, file }) => (isCopied(file) ? [upload.id] : []));
    }, []);

  return {
    load: (onleft) =>
      locks.exclusive('adopt', () =>
        attempt(async (db) => {
          const all = await db.getAll('uploads');
          const open = await locks.openOf(new Set(all.map(({ owner }) => owner)));
          locks.onend(open, onleft);
          const left = all.filter(({ id, owner }) => !open.has(owner) && !held.has(id));
          const waiting = left.filter(({ isOver }) => !isOver);
          await write(db, (uploads, files) =>
            left.flatMap(({ isOver, ...upload }): Promise<unknown>[] =>
              isOver ? [uploads.delete(upload.id), files.delete(upload.id)] : [uploads.put(ownerOf(upload))],
            ),
          );
          for (const upload of waiting) held.set(upload.id, { upload, file: undefined, isStored: true });
          return waiting;
        }, []),
      ),
    add: async (added) => {
      const all = added.map(({ upload, source }): Held => ({ upload, file: source, isStored: false }));
      for (const one of all) held.set(one.upload.id, one);
      locks.announce();
      const stored: string[] = [];
      for (let at = 0; at < all.length; at += BATCH) {
        const batch = all.slice(at, at + BATCH).filter(({ upload }) => held.has(upload.id));
        stored.push(...(await store(batch)));
      }
      return stored;
    },
    update: async (upload) => {
      const one = held.get(upload.id);
      if (!one) return;
      one.upload = upload;
      // Otherwise `add` stores it in a moment, or nothing can be stored.
      if (!one.isStored) return;
      await attempt(
        (db) =>
          write(db, (uploads, files) => [
            uploads.put(ownerOf(upload)),
            ...(upload.outcome === undefined ? [] : [files.delete(upload.id)]),
          ]),
        undefined,
      );
    },
    remove: async (ids) => {
      for (const id of ids) held.delete(id);
      await attempt(
        (db) => write(db, (uploads, files) => ids.flatMap((id) => [uploads.delete(id), files.delete(id)])),
        undefined,
      );
    },
    open: async (id) => held.get(id)?.file ?? (await database.use((db) => db.get('files', id))),
    isSent: async (library, item) => {
      const isOne = (one: QueuedUpload): boolean => hasSent(one, library, item);
      if ([...held.values()].some(({ upload }) => isOne(upload))) return true;
      return attempt(async (db) => (await db.getAllFromIndex('uploads', 'item', item)).some(isOne), false);
    },
    isSendingElsewhere: () =>
      attempt(
        async (db) =>
          (await db.getAll('uploads')).some((one) => one.owner !== locks.id && !one.isSent && !hasEnded(one)),
        false,
      ),
    resume: database.resume,
    close: () => {
      isClosed = true;
      locks.close();
      database.close();
    },
  };
}
