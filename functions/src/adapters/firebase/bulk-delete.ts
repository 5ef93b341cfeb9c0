import type { Firestore } from 'firebase-admin/firestore';
import type { getStorage } from 'firebase-admin/storage';
import type { BulkDelete } from '../../ports/ending.ts';

type Bucket = ReturnType<ReturnType<typeof getStorage>['bucket']>;

/** Removals that are under way at once. */
const TOGETHER = 20;

/** Removes up to `atMost` objects below a prefix; on the service what is held is let go first. */
async function clear(bucket: Bucket, prefix: string, atMost: number, isHeld: boolean): Promise<number> {
  const [files] = await bucket.getFiles({ prefix, maxResults: atMost, autoPaginate: false });
  const left = [...files];
  const remove = async (): Promise<void> => {
    for (let file = left.pop(); file; file = left.pop()) {
      if (isHeld) await file.setMetadata({ temporaryHold: false });
      await file.delete({ ignoreNotFound: true });
    }
  };
  await Promise.all(Array.from({ length: TOGETHER }, remove));
  return files.length;
}

/** Removal from Firestore and both buckets; the Storage emulator holds nothing. */
export const wholeRemoval = (
  db: Firestore,
  originals: Bucket,
  renditions: Bucket,
  isEmulated: boolean,
): BulkDelete => ({
  originals: (prefix, atMost) => clear(originals, prefix, atMost, !isEmulated),
  renditions: (prefix, atMost) => clear(renditions, prefix, atMost, false),
  documents: (path) => db.recursiveDelete(db.doc(path)),
});
