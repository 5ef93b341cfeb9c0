import type { Firestore } from 'firebase-admin/firestore';
import type { BulkDelete } from '../../ports/deletion.ts';
import type { Bucket } from './storage.ts';

/** Concurrent deletions. */
const CONCURRENCY = 20;

type File = ReturnType<Bucket['file']>;

/** Deletes an object; one that is gone is fine. */
export const deleteFile = async (file: File): Promise<void> => {
  await file.delete({ ignoreNotFound: true });
};

async function releaseAndDelete(file: File): Promise<void> {
  await file.setMetadata({ temporaryHold: false });
  await deleteFile(file);
}

/** Deletes up to `limit` objects below a prefix and returns how many there were. */
export async function deleteBelow(
  bucket: Bucket,
  prefix: string,
  limit: number,
  remove: (file: File) => Promise<void>,
): Promise<number> {
  const [files] = await bucket.getFiles({ prefix, maxResults: limit, autoPaginate: false });
  const left = [...files];
  const worker = async (): Promise<void> => {
    for (let file = left.pop(); file; file = left.pop()) await remove(file);
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
  return files.length;
}

/** Deletes from Firestore and both buckets. */
export const bulkDelete = (db: Firestore, originals: Bucket, renditions: Bucket): BulkDelete => ({
  originals: (prefix, limit) => deleteBelow(originals, prefix, limit, releaseAndDelete),
  renditions: (prefix, limit) => deleteBelow(renditions, prefix, limit, deleteFile),
  documents: (path) => db.recursiveDelete(db.doc(path)),
});
