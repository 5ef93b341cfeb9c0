import {
  hasLostBytes,
  originalName,
  paths,
  readItem,
  readSubmission,
  itemRenditionsPrefix,
  type Item,
  type ItemId,
  type LibraryId,
  type SubmissionId,
} from '@maru/model';
import type { Store, Transaction } from '../ports/documents.ts';
import type { Originals, Renditions } from '../ports/objects.ts';
import { removeObject } from '../ingest/inspect-bytes.ts';
import { submissionsOf } from './submissions-of-item.ts';
import { countRemoval } from '../ingest/quota.ts';

interface DiscardPorts {
  readonly store: Store;
  readonly originals: Originals;
  readonly renditions: Renditions;
}

/** Whether an item can be deleted: a guest uploaded it, it is in no album, and all its submissions were refused. */
async function isUnused(tx: Transaction, library: LibraryId, id: ItemId, item: Item): Promise<boolean> {
  if (item.guest === undefined || item.albums.length > 0) return false;
  return (await submissionsOf(tx, library, id)).every(([, { state }]) => state === 'declined' || state === 'failed');
}

/** Deletes the documents of an unused item. Returns its id if its objects can be deleted, `later` while it is processing. */
function deleteDocuments(
  store: Store,
  library: LibraryId,
  submission: SubmissionId,
): Promise<ItemId | 'later' | 'kept'> {
  return store.transact(async (tx) => {
    const path = paths.submission(library, submission);
    const { item: id } = readSubmission(await tx.read(path));
    const fields = id === undefined ? undefined : await tx.read(paths.item(library, id));
    if (id === undefined) return 'kept';
    // Deleted by an earlier call that was interrupted.
    if (!fields) return id;
    const item = readItem(fields);
    if (!(await isUnused(tx, library, id, item))) {
      tx.update(path, { needsCleanup: undefined });
      return 'kept';
    }
    if (item.state === 'processing' || item.state === 'uploading') return 'later';
    tx.remove(paths.item(library, id));
    tx.remove(paths.lease(library, id));
    if (!hasLostBytes(item)) countRemoval(tx, library, id, item.size);
    return id;
  });
}

/**
 * Deletes the item, original and renditions of a refused submission if nothing else uses them. The submission has `needsCleanup` until that is
 * done, so that the sweeper resumes after a crash or when the item is no longer processing.
 */
export async function discardSubmission(
  ports: DiscardPorts,
  library: LibraryId,
  submission: SubmissionId,
): Promise<void> {
  const { store, originals, renditions } = ports;
  const deleted = await deleteDocuments(store, library, submission);
  if (deleted === 'later' || deleted === 'kept') return;
  await removeObject(originals, originalName(library, deleted));
  await renditions.removeAll(itemRenditionsPrefix(library, deleted));
  await store.transact(async (tx) => {
    if (await tx.read(paths.submission(library, submission)))
      tx.update(paths.submission(library, submission), { needsCleanup: undefined });
  });
}
