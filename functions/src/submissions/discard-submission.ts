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
import { countUsage } from '../ingest/quota.ts';

interface DiscardPorts {
  readonly store: Store;
  readonly originals: Originals;
  readonly renditions: Renditions;
}

/** Whether nobody wants an item: a guest brought it, it is in no album, and nobody else's offer of it may still be welcome. */
async function isUnwanted(tx: Transaction, library: LibraryId, id: ItemId, item: Item): Promise<boolean> {
  if (item.guest === undefined || item.albums.length > 0) return false;
  return (await submissionsOf(tx, library, id)).every(([, { state }]) => state === 'declined' || state === 'failed');
}

/** Takes the documents of an unwanted item away. Says whether its objects are to go, or to be looked at later. */
function forget(store: Store, library: LibraryId, offer: SubmissionId): Promise<ItemId | 'later' | 'kept'> {
  return store.transact(async (tx) => {
    const path = paths.submission(library, offer);
    const { item: id } = readSubmission(await tx.read(path));
    const fields = id === undefined ? undefined : await tx.read(paths.item(library, id));
    if (id === undefined) return 'kept';
    // Already forgotten, and the end of it was lost.
    if (!fields) return id;
    const item = readItem(fields);
    if (!(await isUnwanted(tx, library, id, item))) {
      tx.update(path, { isLeft: undefined });
      return 'kept';
    }
    if (item.state === 'processing' || item.state === 'uploading') return 'later';
    tx.remove(paths.item(library, id));
    tx.remove(paths.lease(library, id));
    countUsage(tx, library, id, { ...(item.mediaInfo && { items: -1 }), bytes: hasLostBytes(item) ? 0 : -item.size });
    return id;
  });
}

/**
 * Removes what a guest brought and nobody wants: item, original and renditions. An offer that is left for it carries `isLeft`
 * until that is done, so that the sweeper finds it after a crash, or when the item is no longer being made.
 */
export async function discardSubmission(ports: DiscardPorts, library: LibraryId, offer: SubmissionId): Promise<void> {
  const { store, originals, renditions } = ports;
  const forgotten = await forget(store, library, offer);
  if (forgotten === 'later' || forgotten === 'kept') return;
  await removeObject(originals, originalName(library, forgotten));
  await renditions.removeAll(itemRenditionsPrefix(library, forgotten));
  await store.transact(async (tx) => {
    if (await tx.read(paths.submission(library, offer)))
      tx.update(paths.submission(library, offer), { isLeft: undefined });
  });
}
