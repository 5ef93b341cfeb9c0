import { openAsBlob } from 'node:fs';
import { ref, uploadBytesResumable, type FirebaseStorage } from 'firebase/storage';
import { errorCodeOf } from './error-code.ts';

/** How the sending of an original ended: `refused` by rules (or because it is there already), or `lost` on the way. */
export type SendEnd = 'uploaded' | 'refused' | 'lost' | 'unreadable-file';

/** Uploads the bytes of the files at `paths`, one after the other, in one resumable session; never rejects. `onsent` gets the bytes sent so far. */
export async function sendOriginal(
  originals: FirebaseStorage,
  name: string,
  paths: readonly string[],
  onsent: (bytes: number) => void,
): Promise<SendEnd> {
  try {
    // A Blob that reads the files in chunks: a tape of 20 GB must not be read into memory.
    const blob = new Blob(await Promise.all(paths.map((path) => openAsBlob(path))));
    const task = uploadBytesResumable(ref(originals, name), blob, {
      contentType: 'application/octet-stream',
    });
    task.on('state_changed', ({ bytesTransferred }) => {
      onsent(bytesTransferred);
    });
    await task;
    return 'uploaded';
  } catch (error) {
    const code = errorCodeOf(error);
    if (code === 'storage/unauthorized' || code === 'storage/unauthenticated') return 'refused';
    if (code === 'storage/cannot-slice-blob' || (error instanceof Error && error.name === 'NotReadableError')) {
      return 'unreadable-file';
    }
    return ['ENOENT', 'EACCES', 'EPERM', 'ERR_INVALID_ARG_VALUE'].includes(code) ? 'unreadable-file' : 'lost';
  }
}
