import {
  ALL,
  guarded,
  instant,
  isItemId,
  isReprocessing,
  originalName,
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
import { isLeased } from './lease.ts';
import { enqueueProcessing } from '../ingest/choose-queue.ts';
import { removeStale } from './stale-renditions.ts';
import { requireLibrary } from '../library/people.ts';

/** The ports needed to reprocess an album or a library. */
export interface ReprocessPorts {
  readonly store: Store;
  readonly originals: Originals;
  readonly renditions: Renditions;
  readonly queue: Queue;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
}

/** Maximum number of items enqueued at once, so that other requests do not wait behind more than these. */
const BATCH_SIZE = 16;
/** Interval between checks of progress, milliseconds. */
const POLL_INTERVAL_MS = 2000;
/** Interval between updates of the heartbeat, milliseconds. */
const HEARTBEAT_INTERVAL_MS = 30_000;
/** After this time another task continues, milliseconds: task queues allow at most half an hour. */
const MAX_TASK_MS = 25 * 60_000;

/** The progress of reprocessing an album, or the library (`all`): `paths.reprocessing`. */
interface Progress {
  /** The task that is working on it: the one that started last. */
  readonly holder: string;
  /** When a task last updated it, ms since 1970. */
  readonly beat: number;
  /** All items before this id were requested. */
  readonly from: string;
  /** Whether all items were requested. */
  readonly isAsked: boolean;
  /** Items that were requested and are still in processing. */
  readonly waiting: readonly ItemId[];
}

const progressSchema = v.object({
  holder: v.string(),
  beat: instant,
  from: v.string(),
  isAsked: v.optional(v.boolean(), false),
  waiting: v.array(guarded(isItemId)),
});

/** Validates the document of a reprocessing; throws BadDocument. */
export const readReprocessing = (value: unknown): Progress => parse('reprocessing', progressSchema, value);

/**
 * Starts reprocessing all items of an album, or of the library (`all`), each as its next rev while the current one is displayed. Has no
 * effect while it is running.
 */
export async function reprocessAlbum(
  { store, queue, clock }: Pick<ReprocessPorts, 'store' | 'queue' | 'clock'>,
  caller: Caller,
  { library, album }: ApiRequest<'reprocessAlbum'>,
): Promise<ApiResponse<'reprocessAlbum'>> {
  const path = paths.reprocessing(library, album);
  await store.transact(async (tx) => {
    await requireLibrary(tx, library, caller, 'reprocess-all');
    const [fields, progress] = await tx.readAll([paths.album(library, album), path]);
    if (!fields) throw new ApiError('not-found');
    if (!progress) tx.set(path, { holder: '', beat: new Date(clock.now()), from: '', waiting: [] });
  });
  await queue.reprocessAlbum({ library, album });
  return {};
}

/** An item with its id. */
type ItemWithId = readonly [ItemId, Item];

/** The result of one step: nothing left for this task, or newly requested items and those still in processing. */
type Step = 'over' | { readonly requested: readonly ItemWithId[]; readonly pending: readonly ItemWithId[] };

/** Parses the documents of items; logs and skips invalid ones. */
function parseItems(log: Log, documents: readonly (Fields | undefined)[], ids: readonly string[]): ItemWithId[] {
  return documents.flatMap((fields, index): ItemWithId[] => {
    const id = ids[index];
    if (!fields || !isItemId(id)) return [];
    try {
      return [[id, readItem(fields)]];
    } catch (error) {
      log('could not be reprocessed', { item: id, why: String(error) });
      return [];
    }
  });
}

/** Reads the next items of an album or library. */
const nextItems = (tx: Transaction, { library, album }: ReprocessTask, from: string): Promise<StoredDocument[]> =>
  tx.find(paths.items(library), {
    limit: BATCH_SIZE,
    ...(album !== ALL && { where: ['albums', 'array-contains', album] as const }),
    ...(from !== '' && { startAt: from }),
  });

/** Requests the next items unless too many are pending, and updates the progress in the same transaction. */
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
    const documents = await tx.readAll(before.waiting.map((id) => paths.item(task.library, id)));
    const pending = parseItems(log, documents, before.waiting).filter(
      ([, item]) => isReprocessing(item) || item.state === 'processing',
    );
    const isFull = before.isAsked || pending.length > BATCH_SIZE / 2;
    const next = isFull ? [] : await nextItems(tx, task, before.from);
    const now = clock.now();
    const isOver = libraryFields === undefined || readLibrary(libraryFields).deleteAt !== undefined;
    const isAsked = before.isAsked || (!isFull && next.length < BATCH_SIZE);
    const requested: ItemWithId[] = [];
    const candidates = parseItems(
      log,
      next.map((document) => document.fields),
      next.map((document) => document.id),
    );
    for (const [id, item] of isOver ? [] : candidates) {
      const update = reprocessUpdate(item);
      if (!update) continue;
      tx.update(paths.item(task.library, id), { ...update, changed: new Date(now) });
      requested.push([id, item]);
    }
    const waiting = [...pending, ...requested].map(([id]) => id);
    if (isOver || (isAsked && waiting.length === 0)) tx.remove(path);
    else if (
      isFirst ||
      next.length > 0 ||
      waiting.length < before.waiting.length ||
      now >= before.beat + HEARTBEAT_INTERVAL_MS
    )
      tx.set(path, {
        ...{ holder, beat: new Date(now), waiting },
        // All ids have the same length, so this sorts after the last one and before the next.
        from: next.length > 0 ? `${next.at(-1)?.id ?? ''}0` : before.from,
        ...(isAsked && { isAsked }),
      });
    return isOver || (isAsked && waiting.length === 0) ? 'over' : { requested, pending };
  });
}

/** Enqueues items, except those that are in processing. */
async function enqueueAll(ports: ReprocessPorts, library: LibraryId, items: readonly ItemWithId[]): Promise<void> {
  for (const [id, item] of items) {
    if (await isLeased(ports.store, library, id, ports.clock.now())) continue;
    const stat = await ports.originals.stat(originalName(library, id));
    await enqueueProcessing(ports, { library, item: id, generation: stat?.generation ?? 'none' }, item, true);
  }
}

/**
 * Reprocesses an album or library in small batches, and waits for each, so that other requests are not delayed. A repeated or crashed task
 * continues from the stored progress. If two tasks run, the one that started first stops.
 */
export async function runReprocessing(ports: ReprocessPorts, task: ReprocessTask): Promise<void> {
  const { clock, ids, queue, log } = ports;
  const [holder, deadline] = [ids.token(), clock.now() + MAX_TASK_MS];
  for (let isFirst = true; clock.now() < deadline; isFirst = false) {
    const result = await step(ports, task, holder, isFirst);
    if (result === 'over') {
      log('reprocessed all, or another task continues', { ...task });
      return;
    }
    // The previous task may have crashed before it enqueued these.
    await enqueueAll(ports, task.library, isFirst ? [...result.pending, ...result.requested] : result.requested);
    await removeStale(ports, task.library, BATCH_SIZE);
    if (result.requested.length === 0) await clock.sleep(POLL_INTERVAL_MS);
  }
  await queue.reprocessAlbum(task);
}
