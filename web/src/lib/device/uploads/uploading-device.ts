import type { Uid } from '@maru/model/ids';
import type { UploadPorts } from '@maru/model/upload/ports';
import { platform } from '../../platform.ts';
import { openBatchStore, type BatchStore } from '../batch-store.ts';
import type { DeviceDatabase } from '../database.ts';
import { openImportStore, type ImportStore } from '../zips/import-store.ts';
import { Zips, type UploadSource } from '../zips/zips.svelte.ts';
import type { Hasher } from './hasher.ts';
import { lacksDate } from './stripped-photos.ts';
import { openUploadQueue, type DeviceQueue } from './upload-queue.ts';
import { uploadPause, type UploadPause } from './upload-pause.ts';
import { openWindowLocks } from './window-locks.ts';

/** What the uploads and batches of one person need of a device. */
export type UploadingDevice = Omit<UploadPorts<UploadSource>, 'uid' | 'library' | 'send' | 'network'> & {
  readonly queue: DeviceQueue;
  readonly pause: UploadPause;
  readonly lacksDate: (file: File) => Promise<boolean>;
  readonly zips: Zips;
  readonly imports: ImportStore;
  readonly batches: BatchStore;
};

/** Opens what one person's uploads and batches need of this device. */
export function uploadingDevice(uid: Uid, database: DeviceDatabase, hasher: Hasher): UploadingDevice {
  const locks = openWindowLocks(uid, navigator.locks);
  const zips = new Zips();
  const imports = openImportStore(database);
  let count = 0;
  return {
    ...platform,
    zips,
    imports,
    batches: openBatchStore(database, locks),
    queue: openUploadQueue(database, locks, zips, imports),
    pause: uploadPause(uid),
    lacksDate: (file) => lacksDate(file, navigator),
    exclusive: locks.exclusive,
    hash: (bytes, onread, signal) => hasher.hash(bytes as Blob, onread, signal as AbortSignal),
    report: (error) => {
      console.error('the upload stopped', error);
    },
    // Their order is that in which they were added.
    newId: () => {
      const at = String(platform.now()).padStart(14, '0');
      return `${at}-${String((count += 1)).padStart(6, '0')}-${locks.id}`;
    },
  };
}
