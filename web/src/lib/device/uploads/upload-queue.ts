import type { IDBPDatabase, IDBPObjectStore } from 'idb';
import type { LibraryId } from '@maru/model/ids';
import { hasEnded, hasSent } from '@maru/model/upload/job';
import type { QueuedUpload, UploadQueue } from '@maru/model/upload/ports';
import { importedFileOf } from '@maru/model/takeout/import-report';
import type { UploadState } from '@maru/model/upload/state';
import type { DeviceDatabase, DeviceSchema, StoredUpload } from '../database.ts';
import type { ImportStore } from '../zips/import-store.ts';
import type { UploadSource, WaitingZip, Zips } from '../zips/zips.svelte.ts';
import { keepStorage } from './keep-storage.ts';
import type { WindowLocks } from './window-locks.ts';

/** Files above this are not copied to the device's storage, in bytes: after a reload the person is asked for them again. */
const MAX_COPY = 1024 ** 3;
/** Files that are stored in one transaction. */
const BATCH = 20;

/** The queue of one person on this device. */
export interface DeviceQueue extends UploadQueue<UploadSource> {
  /** Remembers what became of a file of an export. Call it with every state of an upload. */
  readonly note: (id: string, state: UploadState) => void;
  /** The keys of the files of exports that any window uploads, or a later one continues. */
  readonly importing: (library: LibraryId) => Promise<ReadonlySet<string>>;
  /** Forgets the uploads that wait for these ZIPs. */
  readonly forgetZips: (keys: readonly string[]) => Promise<void>;
  /** Whether other windows have files that are not completely sent. */
  readonly isSendingElsewhere: () => Promise<boolean>;
  /** Leaves the uploads to the other windows. */
  readonly close: () => void;
}

/** An upload of this window. */
interface Held {
  upload: Omit<StoredUpload, 'owner'>;
  /** As it was chosen in this window. */
  readonly file?: File;
  isStored: boolean;
}

function heldOf(upload: QueuedUpload, source: UploadSource): Held {
  if (source instanceof File) return { upload, file: source, isStored: false };
  const { key: importKey, at } = source;
  return at instanceof File
    ? { upload: { ...upload, importKey }, file: at, isStored: false }
    : { upload: { ...upload, importKey, inZip: at }, isStored: false };
}

/** The file that is copied to the device's storage; undefined if none is. */
const copyOf = ({ file }: Held): File | undefined => (file && file.size <= MAX_COPY ? file : undefined);

/** How many uploads wait for each ZIP. */
function waitingZips(uploads: readonly StoredUpload[]): WaitingZip[] {
  const waiting = new Map<string, WaitingZip>();
  for (const { inZip, library } of uploads) {
    if (!inZip) continue;
    const { count = 0 } = waiting.get(inZip.zip) ?? {};
    waiting.set(inZip.zip, { key: inZip.zip, library, count: count + 1 });
  }
  return [...waiting.values()];
}

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
export function openUploadQueue(
  database: DeviceDatabase,
  locks: WindowLocks,
  zips: Zips,
  imports: ImportStore,
): DeviceQueue {
  const held = new Map<string, Held>();
  // Without a database, or when its quota is full, uploads go on in memory.
  const { attempt } = database;
  const recordOf = (upload: Held['upload']): StoredUpload => ({ ...upload, owner: locks.id });
  /** What is sent or over needs no file. */
  const canOpen = (one: StoredUpload): boolean =>
    !one.inZip || one.isSent === true || hasEnded(one) || zips.has(one.inZip.zip);

  /** The uploads of windows that ended, and which windows are open. */
  async function readOrphans(db: IDBPDatabase<DeviceSchema>) {
    const all = await db.getAll('uploads');
    const open = await locks.openOf(new Set(all.map(({ owner }) => owner)));
    return { open, orphans: all.filter(({ id, owner }) => !open.has(owner) && !held.has(id)) };
  }

  /** Stores uploads with their files; returns the ids of those that survive this window. */
  const store = (batch: readonly Held[]): Promise<readonly string[]> =>
    attempt(async (db) => {
      const written = batch.map(({ upload }) => upload);
      await write(db, (uploads, files) =>
        batch.flatMap((one): Promise<unknown>[] => {
          const copy = copyOf(one);
          return [uploads.put(recordOf(one.upload)), ...(copy ? [files.put(copy, one.upload.id)] : [])];
        }),
      );
      for (const one of batch) one.isStored = true;
      if (batch.some(copyOf)) keepStorage();
      // What was learned meanwhile.
      const changed = batch.filter(({ upload }, n) => upload !== written[n] && held.has(upload.id));
      if (changed.length > 0) await write(db, (uploads) => changed.map(({ upload }) => uploads.put(recordOf(upload))));
      return batch.flatMap((one) => (copyOf(one) ? [one.upload.id] : []));
    }, []);

  return {
    load: (onleft) =>
      locks.exclusive('adopt', () =>
        attempt(async (db) => {
          const { open, orphans } = await readOrphans(db);
          locks.onend(open, onleft);
          const left = orphans.filter(canOpen);
          zips.waiting = waitingZips(orphans.filter((one) => !canOpen(one)));
          const waiting = left.filter(({ isOver }) => !isOver);
          await write(db, (uploads, files) =>
            left.flatMap(({ isOver, ...upload }): Promise<unknown>[] =>
              isOver ? [uploads.delete(upload.id), files.delete(upload.id)] : [uploads.put(recordOf(upload))],
            ),
          );
          for (const upload of waiting) held.set(upload.id, { upload, isStored: true });
          return waiting;
        }, []),
      ),
    add: async (added) => {
      const all = added.map(({ upload, source }) => heldOf(upload, source));
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
      one.upload = { ...one.upload, ...upload };
      // Otherwise `add` stores it in a moment, or nothing can be stored.
      if (!one.isStored) return;
      await attempt(
        (db) =>
          write(db, (uploads, files) => [
            uploads.put(recordOf(one.upload)),
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
    open: async (id) => {
      const { file, upload } = held.get(id) ?? {};
      if (file) return file;
      return upload?.inZip ? zips.read(upload.inZip) : database.use((db) => db.get('files', id));
    },
    note: (id, state) => {
      const { importKey, library } = held.get(id)?.upload ?? {};
      if (importKey === undefined || library === undefined) return;
      const file = importedFileOf(state) ?? (state.at === 'announcing' ? { item: state.item } : undefined);
      if (file) void imports.note(library, importKey, file);
    },
    importing: async (library) => {
      const stored = await attempt((db) => db.getAll('uploads'), []);
      const all = [...stored, ...[...held.values()].map(({ upload }) => upload)];
      return new Set(all.flatMap((one) => (one.library === library && !hasEnded(one) ? (one.importKey ?? []) : [])));
    },
    forgetZips: async (keys) => {
      await locks.exclusive('adopt', () =>
        attempt(async (db) => {
          const { orphans } = await readOrphans(db);
          const forgotten = orphans.filter(({ inZip }) => inZip && keys.includes(inZip.zip));
          await write(db, (uploads) => forgotten.map(({ id }) => uploads.delete(id)));
        }, undefined),
      );
      zips.waiting = zips.waiting.filter(({ key }) => !keys.includes(key));
    },
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
    close: locks.close,
  };
}
