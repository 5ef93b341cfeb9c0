import {
  hasLostBytes,
  isItemId,
  itemRenditionsPrefix,
  originalName,
  PART_TIMEOUT_S,
  paths,
  readItem,
  SWEEP_AFTER_S,
  type ItemId,
  type LibraryId,
} from '@maru/model';
import { forEachConcurrently } from '../concurrency/concurrency.ts';
import { removeObject } from '../ingest/inspect-bytes.ts';
import { countRemoval } from '../ingest/quota.ts';
import type { Store, Transaction } from '../ports/documents.ts';
import type { Originals, Renditions } from '../ports/objects.ts';
import type { Clock, Log } from '../ports/system.ts';
import { readLease } from '../processing/lease.ts';
import { removeStream } from '../streams/end-stream.ts';
import { hasSections } from '../sections/sections-of.ts';
import { submissionsOf } from '../submissions/submissions-of-item.ts';

interface PurgePorts {
  readonly store: Store;
  readonly originals: Originals;
  readonly renditions: Renditions;
  readonly clock: Clock;
  readonly log: Log;
}

/** How many items one step purges. */
const STEP = 40;
/** How many items are purged at once. */
const CONCURRENCY = 16;
/** How many submissions one transaction removes. */
const SUBMISSIONS = 200;

/** An item that was deleted from the trash. */
interface DeletedItem {
  readonly id: ItemId;
  /** When it was deleted; `postpone` does not change it. */
  readonly changed: number;
  /** Whether its stream may have been in processing: it is no photo. */
  readonly hasStream: boolean;
  readonly isSplit: boolean;
}

/** Whether something needs a deleted item: a run processes it, a guest submitted it again, or a section of it came back from the trash. */
async function isNeeded(
  tx: Transaction,
  library: LibraryId,
  { id: item, changed, hasStream, isSplit }: DeletedItem,
  now: number,
): Promise<boolean> {
  if (await hasSections(tx, library, item, { isSplit })) return true;
  const lease = await tx.read(paths.lease(library, item));
  // A run that lost its lease may still write renditions for a moment.
  if (lease && now < readLease(lease).until + SWEEP_AFTER_S * 1000) return true;
  // A task for a part of a stream that began before the item was deleted.
  const isRecent = now < changed + (PART_TIMEOUT_S + SWEEP_AFTER_S) * 1000;
  if (hasStream && isRecent && (await tx.read(paths.stream(library, item)))) return true;
  const submissions = await submissionsOf(tx, library, item);
  return submissions.some(([, { state }]) => state === 'uploaded' || state === 'pending');
}

/** Lets a deleted item wait for a later run, after the others. */
const postpone = (tx: Transaction, library: LibraryId, item: ItemId, now: number): void => {
  tx.update(paths.item(library, item), { deletedAt: new Date(now) });
};

/**
 * Begins to purge these items and returns them, except those that something needs. From then on nobody uses them. Returns undefined while
 * tokens are rotated, because that rewrites objects.
 */
function begin(
  { store, clock }: PurgePorts,
  library: LibraryId,
  ids: readonly ItemId[],
): Promise<DeletedItem[] | undefined> {
  return store.transact(async (tx) => {
    const rotations = await tx.find(paths.rotations(library), { limit: 1 });
    if (rotations.length > 0) return undefined;
    const found = await tx.readAll(ids.map((id) => paths.item(library, id)));
    const now = clock.now();
    const deleted = ids.flatMap((id, n) => {
      const item = found[n] && readItem(found[n]);
      if (item?.deletedAt === undefined) return [];
      const { deletedAt, changed = deletedAt, isPurging, mediaInfo, isSplit } = item;
      const hasStream = mediaInfo?.kind !== 'photo';
      return [{ id, changed, hasStream, isSplit: isSplit === true, isBegun: isPurging }];
    });
    const needed = await Promise.all(
      deleted.map(async (one) => !one.isBegun && (await isNeeded(tx, library, one, now))),
    );
    const begun = deleted.filter((_, n) => !needed[n]);
    for (const { id } of deleted.filter((_, n) => needed[n])) postpone(tx, library, id, now);
    for (const { id, isBegun } of begun) if (!isBegun) tx.update(paths.item(library, id), { isPurging: true });
    return begun;
  });
}

/** Removes the submissions of an item that have ended. One that waits for the purge brings the item back with its own bytes. */
async function removeSubmissions(store: Store, library: LibraryId, item: ItemId): Promise<void> {
  const all = await submissionsOf(store, library, item);
  const ended = all.filter(([, { state }]) => state === 'added' || state === 'declined' || state === 'failed');
  for (let n = 0; n < ended.length; n += SUBMISSIONS)
    await store.transact((tx) => {
      for (const [id] of ended.slice(n, n + SUBMISSIONS)) tx.remove(paths.submission(library, id));
      return Promise.resolve();
    });
}

/** Removes everything of an item, its document last. Every step may be repeated. */
async function purgeItem(
  { store, originals, renditions }: PurgePorts,
  library: LibraryId,
  { id, hasStream }: DeletedItem,
): Promise<void> {
  await renditions.removeAll(itemRenditionsPrefix(library, id));
  await removeObject(originals, originalName(library, id));
  await removeSubmissions(store, library, id);
  if (hasStream) await removeStream(store, library, id);
  await store.transact(async (tx) => {
    const fields = await tx.read(paths.item(library, id));
    const item = fields && readItem(fields);
    if (!item?.isPurging) return;
    for (const path of [paths.item(library, id), paths.lease(library, id), paths.staleItem(library, id)])
      tx.remove(path);
    if (!hasLostBytes(item)) countRemoval(tx, library, id, item.size);
  });
}

/** Purges an item; if that fails, it is logged and tried again later. Returns whether the item is gone. */
async function tryPurge(ports: PurgePorts, library: LibraryId, item: DeletedItem): Promise<boolean> {
  const { store, clock, log } = ports;
  try {
    await purgeItem(ports, library, item);
    return true;
  } catch (error) {
    log('item purge failed', { library, item: item.id, error: String(error) });
    await store.transact(async (tx) => {
      if (await tx.read(paths.item(library, item.id))) postpone(tx, library, item.id, clock.now());
    });
    return false;
  }
}

/** Purges the items that were deleted from the trash before this run, until the time `end` (ms). Returns how many are gone. */
export async function purgeDeleted(ports: PurgePorts, library: LibraryId, end: number): Promise<number> {
  const { store, clock } = ports;
  const query = { between: ['deletedAt', new Date(0), new Date(clock.now())], limit: STEP } as const;
  let count = 0;
  while (clock.now() < end) {
    const found = (await store.find(paths.items(library), query)).map(({ id }) => id).filter(isItemId);
    const begun = found.length > 0 ? await begin(ports, library, found) : undefined;
    if (!begun) break;
    await forEachConcurrently(CONCURRENCY, begun, async (item) => {
      if (await tryPurge(ports, library, item)) count += 1;
    });
  }
  return count;
}
