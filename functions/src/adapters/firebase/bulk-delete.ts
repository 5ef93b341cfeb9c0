import type { Firestore } from 'firebase-admin/firestore';
import type { BulkDelete } from '../../ports/deletion.ts';
import type { Bucket } from './storage.ts';

/** Concurrent deletions. */
const CONCURRENCY = 20;

type File = ReturnType<Bucket['file']>;

/** Deletes an object; does nothing if it does not exist. */
export const deleteFile = async (file: File): Promise<void> => {
  await file.delete({ ignoreNotFound: true });
};

async function releaseAndDelete(file: File): Promise<void> {
  await file.setMetadata({ temporaryHold: false });
  await deleteFile(file);
}

/** Deletes up to `limit` objects with a prefix and returns how many. */
export async function deleteByPrefix(
  bucket: Bucket,
  prefix: string,
  limit: number,
  remove: (file: File) => Promise<void>,
): Promise<number> {
  const [files] = await bucket.getFiles({ prefix, maxResults: limit, autoPaginate: false });
  const remaining = [...files];
  const worker = async (): Promise<void> => {
    for (let file = remaining.pop(); file; file = remaining.pop()) await remove(file);
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
  return files.length;
}

/** Deletes from Firestore and both buckets. */
export const bulkDelete = (db: Firestore, originals: Bucket, renditions: Bucket): BulkDelete => ({
  originals: (prefix, limit) => deleteByPrefix(originals, prefix, limit, releaseAndDelete),
  renditions: (prefix, limit) => deleteByPrefix(renditions, prefix, limit, deleteFile),
  documents: (path) => db.recursiveDelete(db.doc(path)),
});
