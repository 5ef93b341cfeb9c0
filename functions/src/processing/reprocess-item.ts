import {
  isReprocessing,
  isRetryable,
  originalName,
  paths,
  readItem,
  writeEdits,
  ApiError,
  type Action,
  type ApiRequest,
  type Item,
  type ItemId,
  type LibraryId,
  type Rotation,
} from '@maru/model';
import type { Fields, Store } from '../ports/documents.ts';
import type { Clock } from '../ports/system.ts';
import type { Originals } from '../ports/objects.ts';
import type { Queue } from '../ports/queue.ts';
import type { Caller } from '../access/caller.ts';
import { isReady } from '../album-index/entry-changes.ts';
import { enqueueProcessing, NO_GENERATION } from '../ingest/choose-queue.ts';
import { requireLibrary } from '../library/people.ts';

interface ReprocessItemPorts {
  readonly store: Store;
  readonly originals: Originals;
  readonly queue: Queue;
  readonly clock: Clock;
}

/**
 * Returns the update for retrying a failed item. An item that was ready before continues with its next rev, because published renditions
 * are immutable.
 */
export const retryUpdate = ({ mediaInfo, rev }: Item): Fields => ({
  state: 'processing',
  failure: undefined,
  rev: mediaInfo ? rev + 1 : rev,
});

/** Returns the update for reprocessing an item; undefined if it is in processing or cannot be retried. */
export function reprocessUpdate(item: Item): Fields | undefined {
  const { state, failure, rev, progress } = item;
  if (state === 'ready')
    return isReprocessing(item) || progress !== undefined ? undefined : { targetRev: rev + 1, failure: undefined };
  return state === 'failed' && failure !== undefined && isRetryable(failure) ? retryUpdate(item) : undefined;
}

/**
 * Applies the update that `updateOf` returns for an item, and enqueues it, with `isAwaited` as interactive. A repeated request has no
 * effect.
 */
async function request(
  ports: ReprocessItemPorts,
  caller: Caller,
  action: Action,
  { library, item }: { readonly library: LibraryId; readonly item: ItemId },
  updateOf: (item: Item) => Fields | undefined,
  isAwaited = false,
): Promise<Record<string, never>> {
  const { store, originals, clock } = ports;
  await requireLibrary(store, library, caller, action);
  const stat = await originals.stat(originalName(library, item));
  const updated = await store.transact(async (tx) => {
    await requireLibrary(tx, library, caller, action);
    const fields = await tx.read(paths.item(library, item));
    const known = fields && readItem(fields);
    if (!known || known.deletedAt !== undefined) throw new ApiError('not-found');
    if (known.state === 'failed' && (known.failure === undefined || !isRetryable(known.failure)))
      throw new ApiError('forbidden');
    const update = updateOf(known);
    if (!update) return undefined;
    if (!stat && !known.sectionOf) throw new ApiError('not-found');
    tx.update(paths.item(library, item), { ...update, changed: new Date(clock.now()) });
    return known;
  });
  if (updated)
    await enqueueProcessing(
      ports,
      { library, item, generation: stat?.generation ?? NO_GENERATION },
      updated,
      isAwaited ? false : updated.state === 'ready' || undefined,
    );
  return {};
}

/** Processes a failed item again. */
export const retryItem = (
  ports: ReprocessItemPorts,
  caller: Caller,
  target: ApiRequest<'retryItem'>,
): Promise<Record<string, never>> =>
  request(ports, caller, 'retry', target, (item) => (item.state === 'failed' ? retryUpdate(item) : undefined));

/** Reprocesses a ready item as its next rev, while the current one is displayed; retries a failed one. */
export const reprocessItem = (
  ports: ReprocessItemPorts,
  caller: Caller,
  target: ApiRequest<'reprocessItem'>,
): Promise<Record<string, never>> => request(ports, caller, 'reprocess', target, reprocessUpdate);

/** Returns the update for rotating a photo, undefined if it has this rotation or is getting it. A rev that is in processing may lack it, so it gets one more. */
function rotationUpdate(item: Item, rotation: Rotation, now: number): Fields | undefined {
  if (!isReady(item) || item.mediaInfo.kind !== 'photo' || item.mediaInfo.isUnsupported)
    throw new ApiError('invalid-request');
  const isRequested = (item.edits?.rotation?.value ?? 0) === rotation;
  // Its processing may have failed.
  const isAchieved = isReprocessing(item) || (item.mediaInfo.rotation ?? 0) === rotation;
  if (isRequested && isAchieved) return undefined;
  const targetRev = Math.max(item.rev, item.targetRev ?? 0) + 1;
  const edits = writeEdits({ ...item.edits, rotation: { value: rotation, at: now } });
  return { edits, targetRev, failure: undefined };
}

/** Rotates a photo: its next rev has the rotation, and the current one is displayed meanwhile. */
export const rotateItem = (
  ports: ReprocessItemPorts,
  caller: Caller,
  { rotation, ...target }: ApiRequest<'rotateItem'>,
): Promise<Record<string, never>> =>
  request(ports, caller, 'edit-items', target, (item) => rotationUpdate(item, rotation, ports.clock.now()), true);
