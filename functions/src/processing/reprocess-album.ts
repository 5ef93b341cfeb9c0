import {
  ALL,
  guarded,
  instant,
  isItemId,
  isReprocessing,
  isTrashed,
  justAfter,
  parse,
  paths,
  readItem,
  readLibrary,
  ApiError,
  type ApiRequest,
  type ApiResponse,
  type Item,
  type ItemId,
  type LibraryId,
} from '@maru/model';
import * as v from 'valibot';
import type { Fields, StoredDocument, Store, Transaction } from '../ports/documents.ts';
import type { Clock, Ids, Log } from '../ports/system.ts';
import type { Originals, Renditions } from '../ports/objects.ts';
import type { Queue, ReprocessTask } from '../ports/queue.ts';
import { reprocessUpdate } from './reprocess-item.ts';
import type { Caller } from '../access/caller.ts';
import { isLocked } from '../concurrency/lock.ts';
import { enqueueCurrent } from '../ingest/choose-queue.ts';
import { removeStale } from './stale-renditions.ts';
import { requireLibrary } from '../library/people.ts';

/** The ports of reprocessing an album or a library. */
export interface ReprocessPorts {
  readonly store: Store;
  readonly originals: Originals;
  readonly renditions: Renditions;
  readonly queue: Queue;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
}

/** How many items of a run are enqueued at once: other tasks wait behind at most these. */
const BATCH = 16;
/** How often a run checks the progress of its items, in milliseconds. */
const POLL_MS = 2000;
/** How often a run writes its heartbeat, in milliseconds. */
const BEAT_MS = 30_000;
/** How long one task runs before a new one continues, in milliseconds: the limit of a queue is half an hour. */
const TASK_MS = 25 * 60_000;

/** The progress of reprocessing an album (`paths.reprocessing`); `all` stands for every item of the library. */
interface ReprocessingRun {
  /** The task that works on it: the latest one. */
  readonly holder: string;
  /** Its last heartbeat, in ms since 1970. */
  readonly heartbeatAt: number;
  /** Every item before this id has been enqueued. */
  readonly from: string;
  /** Whether every item has been enqueued. */
  readonly allQueued: boolean;
  /** Enqueued items that are not done. */
  readonly waiting: readonly ItemId[];
}

const runSchema = v.object({
  holder: v.string(),
  heartbeatAt: instant,
  from: v.string(),
  allQueued: v.optional(v.boolean(), false),
  waiting: v.array(guarded(isItemId)),
});

/** A run from its document; throws BadDocument. */
export const readReprocessing = (value: unknown): ReprocessingRun => parse('reprocessing', runSchema, value);

/**
 * Starts reprocessing all items of an album, or of the library for `all`. Each becomes the next rev; the old one is shown meanwhile. A run
 * that has begun continues.
 */
export async function reprocessAlbum(
  { store, queue, clock }: Pick<ReprocessPorts, 'store' | 'queue' | 'clock'>,
  caller: Caller,
  { library, album }: ApiRequest<'reprocessAlbum'>,
): Promise<ApiResponse<'reprocessAlbum'>> {
  const path = paths.reprocessing(library, album);
  await store.transact(async (tx) => {
    await requireLibrary(tx, library, caller, 'reprocess-all');
    const [albumFields, run] = await tx.readAll([paths.album(library, album), path]);
    if (!albumFields) throw new ApiError('not-found');
    if (!run) tx.set(path, { holder: '', heartbeatAt: new Date(clock.now()), from: '', waiting: [] });
  });
  await queue.reprocessAlbum({ library, album });
  return {};
}

type KnownItem = readonly [ItemId, Item];

/** The result of one step: the run is over (or another task has it), or the items to enqueue and those still in progress. */
type Step = 'over' | { readonly requested: readonly KnownItem[]; readonly pending: readonly KnownItem[] };

/** The items of these documents; a bad document is logged and skipped. */
function readItems(log: Log, found: readonly (Fields | undefined)[], ids: readonly string[]): KnownItem[] {
  return found.flatMap((fields, n): KnownItem[] => {
    const id = ids[n];
    if (!fields || !isItemId(id)) return [];
    try {
      return [[id, readItem(fields)]];
    } catch (error) {
      log('could not be reprocessed', { item: id, error: String(error) });
      return [];
    }
  });
}

/** The next items of an album, or of a library. */
const nextOf = (tx: Transaction, { library, album }: ReprocessTask, from: string): Promise<StoredDocument[]> =>
  tx.find(paths.items(library), {
    limit: BATCH,
    ...(album !== ALL && { where: ['albums', 'array-contains', album] as const }),
    ...(from !== '' && { startAt: from }),
  });

/** Requests the next items unless enough are still in progress. The requests and the progress are written in one transaction. */
function step(
  { store, clock, log }: ReprocessPorts,
  task: ReprocessTask,
  holder: string,
  isFirst: boolean,
): Promise<Step> {
  const path = paths.reprocessing(task.library, task.album);
  return store.transact(async (tx): Promise<Step> => {
    const [fields, libraryFields] = await tx.readAll([path, paths.library(task.library)]);
    const before = fields && readReprocessing(fields);
    if (!before || (!isFirst && before.holder !== holder)) return 'over';
    const found = await tx.readAll(before.waiting.map((id) => paths.item(task.library, id)));
    const pending = readItems(log, found, before.waiting).filter(
      ([, item]) => isReprocessing(item) || item.state === 'processing',
    );
    const isFull = before.allQueued || pending.length > BATCH / 2;
    const next = isFull ? [] : await nextOf(tx, task, before.from);
    const now = clock.now();
    const isOver = libraryFields === undefined || readLibrary(libraryFields).deleteAt !== undefined;
    const allQueued = before.allQueued || (!isFull && next.length < BATCH);
    const requested: KnownItem[] = [];
    for (const [id, item] of isOver
      ? []
      : readItems(
          log,
          next.map((one) => one.fields),
          next.map((one) => one.id),
        )) {
      const update = isTrashed(item) ? undefined : reprocessUpdate(item);
      if (!update) continue;
      tx.update(paths.item(task.library, id), { ...update, changed: new Date(now) });
      requested.push([id, item]);
    }
    const waiting = [...pending, ...requested].map(([id]) => id);
    if (isOver || (allQueued && waiting.length === 0)) tx.remove(path);
    else if (
      isFirst ||
      next.length > 0 ||
      waiting.length < before.waiting.length ||
      now >= before.heartbeatAt + BEAT_MS
    )
      tx.set(path, {
        ...{ holder, heartbeatAt: new Date(now), waiting },
        from: next.length > 0 ? justAfter(next.at(-1)?.id ?? '') : before.from,
        ...(allQueued && { allQueued }),
      });
    return isOver || (allQueued && waiting.length === 0) ? 'over' : { requested, pending };
  });
}

/** Enqueues these items, except those that a run is processing. */
async function enqueueAll(ports: ReprocessPorts, library: LibraryId, items: readonly KnownItem[]): Promise<void> {
  for (const [item, known] of items) {
    if (await isLocked(ports.store, paths.lease(library, item), ports.clock.now())) continue;
    await enqueueCurrent(ports, library, item, known, true);
  }
}

/**
 * Works on a reprocessing run a few items at a time and waits for them, so that other tasks are never far behind. A repeated or killed task
 * continues from the stored progress; of two tasks on one run, the later one continues.
 */
export async function runReprocessing(ports: ReprocessPorts, task: ReprocessTask): Promise<void> {
  const { clock, ids, queue, log } = ports;
  const [holder, until] = [ids.token(), clock.now() + TASK_MS];
  for (let isFirst = true; clock.now() < until; isFirst = false) {
    const result = await step(ports, task, holder, isFirst);
    if (result === 'over') {
      log('reprocessing is over or was taken over', { ...task });
      return;
    }
    // The previous task may have died before it enqueued these.
    await enqueueAll(ports, task.library, isFirst ? [...result.pending, ...result.requested] : result.requested);
    await removeStale(ports, task.library, BATCH);
    if (result.requested.length === 0) await clock.sleep(POLL_MS);
  }
  await queue.reprocessAlbum(task);
}
