import type { FirebaseApp } from 'firebase/app';
import {
  connectStorageEmulator,
  getStorage,
  ref,
  StorageErrorCode,
  uploadBytesResumable,
  type FirebaseStorage,
} from 'firebase/storage';
import type { MaruConfig } from '@maru/model/config';
import { emulatorHost } from './config.ts';
import { codeOf } from './error-code.ts';
import type { UploadResult, UploadTask } from './cloud.ts';

/** How long the SDK retries, in milliseconds: longer than a train is in a tunnel, shorter than a resumable session lasts (a week). */
const MAX_RETRY_MS = 3_600_000;

/** Opens the originals bucket, on the emulator if the configuration names one. */
export function openOriginals(app: FirebaseApp, config: MaruConfig): FirebaseStorage {
  const storage = getStorage(app, `gs://${config.buckets.originals}`);
  if (config.emulators) connectStorageEmulator(storage, emulatorHost(config), config.emulators.storage);
  storage.maxUploadRetryTime = MAX_RETRY_MS;
  return storage;
}

const RESULTS: Partial<Record<string, UploadResult>> = {
  [`storage/${StorageErrorCode.CANCELED}`]: 'cancelled',
  [`storage/${StorageErrorCode.UNAUTHORIZED}`]: 'refused',
  [`storage/${StorageErrorCode.UNAUTHENTICATED}`]: 'refused',
  [`storage/${StorageErrorCode.CANNOT_SLICE_BLOB}`]: 'unreadable-file',
};

function resultOf(error: unknown): UploadResult {
  if (error instanceof DOMException && error.name === 'NotReadableError') return 'unreadable-file';
  return RESULTS[codeOf(error)] ?? 'lost';
}

/** Uploads an object in a resumable session. Its content type does not matter: functions inspect the bytes. */
export function sendObject(
  storage: FirebaseStorage,
  name: string,
  file: Blob,
  onsent: (bytes: number) => void,
): UploadTask {
  const task = uploadBytesResumable(ref(storage, name), file, {
    contentType: 'application/octet-stream',
  });
  task.on('state_changed', ({ bytesTransferred }) => {
    onsent(bytesTransferred);
  });
  const end = async (): Promise<UploadResult> => {
    try {
      await task;
      return 'uploaded';
    } catch (error) {
      const result = resultOf(error);
      if (result === 'lost') console.error('the upload stopped', error);
      return result;
    }
  };
  return {
    end: end(),
    pause: () => void task.pause(),
    resume: () => void task.resume(),
    cancel: () => void task.cancel(),
  };
}
