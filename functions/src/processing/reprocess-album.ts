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

/** What making an album or a library again needs. */
export interface ReprocessPorts {
  readonly store: Store;
  readonly originals: Originals;
  readonly renditions: Renditions;
  readonly queue: Queue;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
}

/** How many items of a remake wait to be made at once: what others ask for meanwhile waits behind these at most. */
const AT_ONCE = 16;
/** How often it is asked how far they are, in milliseconds. */
const LOOK_EVERY_MS = 2000;
/** How often it is noted that somebody is at it, in milliseconds. */
const BEAT_EVERY_MS = 30_000;
/** After this long a new task goes on, in milliseconds: a queue waits for half an hour at most. */
const ONE_TASK_MS = 25 * 60_000;

/** What is made again, and how far that is: `paths.reprocessing`, where `all` is every item of the library. */
interface Remake {
  /** Who works at it: the last that came. */
  readonly holder: string;
  /** When (ms) somebody last did. */
  readonly beat: number;
  /** Everything before this id was asked for. */
  readonly from: string;
  /** Whether everything was. */
  readonly isAsked: boolean;
  /** What was asked for and had not ended. */
  readonly waiting: readonly ItemId[];
}

const remakeSchema = v.object({
  holder: v.string(),
  beat: instant,
  from: v.string(),
  isAsked: v.optional(v.boolean(), false),
  waiting: v.array(guarded(isItemId)),
});

/** A remake from its document; throws BadDocument. */
export const readReprocessing = (value: unknown): Remake => parse('remake', remakeSchema, value);

/**
 * Begins to make everything again that an album has, or (`all`) a library: item by item as the next rev, while the old ones are
 * shown. Asked for again while it goes on, it goes on.
 */
export async function reprocessAlbum(
  { store, queue, clock }: Pick<ReprocessPorts, 'store' | 'queue' | 'clock'>,
  caller: Caller,
  { library, album }: ApiRequest<'reprocessAlbum'>,
): Promise<ApiResponse<'reprocessAlbum'>> {
  const path = paths.reprocessing(library, album);
  await store.transact(async (tx) => {
    await requireLibrary(tx, library, caller, 'reprocess-all');
    const [there, begun] = await tx.readAll([paths.album(library, album), path]);
    if (!there) throw new ApiError('not-found');
    if (!begun) tx.set(path, { holder: '', beat: new Date(clock.now()), from: '', waiting: [] });
  });
  await queue.reprocessAlbum({ library, album });
  return {};
}

/** An item and what is known of it. */
type Known = readonly [ItemId, Item];

/** What one step came to: nothing is left to do here, or what is to be lined up now. */
type Step = 'over' | { readonly asked: readonly Known[]; readonly waits: readonly Known[] };

/** The items of these documents; a bad one keeps no other from its turn. */
function known(log: Log, found: readonly (Fields | undefined)[], ids: readonly string[]): Known[] {
  return found.flatMap((fields, n): Known[] => {
    const id = ids[n];
    if (!fields || !isItemId(id)) return [];
    try {
      return [[id, readItem(fields)]];
    } catch (error) {
      log('could not be made again', { item: id, why: String(error) });
      return [];
    }
  });
}

/** The next items of an album, or of a library. */
const nextOf = (tx: Transaction, { library, album }: ReprocessTask, from: string): Promise<StoredDocument[]> =>
  tx.find(paths.items(library), {
    limit: AT_ONCE,
    ...(album !== ALL && { where: ['albums', 'array-contains', album] as const }),
    ...(from !== '' && { startAt: from }),
  });

/** Asks for the next items, unless enough of those before still wait; what is asked and how far that is are one record. */
function step(
  { store, clock, log }: ReprocessPorts,
  task: ReprocessTask,
  holder: string,
  isFirst: boolean,
): Promise<Step> {
  const path = paths.reprocessing(task.library, task.album);
  return store.transact(async (tx): Promise<Step> => {
    const [fields, house] = await tx.readAll([path, paths.library(task.library)]);
    const before = fields && readReprocessing(fields);
    if (!before || (!isFirst && before.holder !== holder)) return 'over';
    const found = await tx.readAll(before.waiting.map((id) => paths.item(task.library, id)));
    const waits = known(log, found, before.waiting).filter(
      ([, item]) => isReprocessing(item) || item.state === 'processing',
    );
    const isFull = before.isAsked || waits.length > AT_ONCE / 2;
    const next = isFull ? [] : await nextOf(tx, task, before.from);
    const now = clock.now();
    const isOver = house === undefined || readLibrary(house).deleteAt !== undefined;
    const isAsked = before.isAsked || (!isFull && next.length < AT_ONCE);
    const asked: Known[] = [];
    for (const [id, item] of isOver
      ? []
      : known(
          log,
          next.map((one) => one.fields),
          next.map((one) => one.id),
        )) {
      const becomes = reprocessUpdate(item);
      if (!becomes) continue;
      tx.update(paths.item(task.library, id), { ...becomes, changed: new Date(now) });
      asked.push([id, item]);
    }
    const waiting = [...waits, ...asked].map(([id]) => id);
    if (isOver || (isAsked && waiting.length === 0)) tx.remove(path);
    else if (isFirst || next.length > 0 || waiting.length < before.waiting.length || now >= before.beat + BEAT_EVERY_MS)
      tx.set(path, {
        ...{ holder, beat: new Date(now), waiting },
        // Ids have one length: this lies behind the last and before every other.
        from: next.length > 0 ? `${next.at(-1)?.id ?? ''}0` : before.from,
        ...(isAsked && { isAsked }),
      });
    return isOver || (isAsked && waiting.length === 0) ? 'over' : { asked, waits };
  });
}

/** Lets these items be made, but those that somebody makes at this moment. */
async function enqueueAll(ports: ReprocessPorts, library: LibraryId, items: readonly Known[]): Promise<void> {
  for (const [item, of] of items) {
    if (await isLeased(ports.store, library, item, ports.clock.now())) continue;
    const stat = await ports.originals.stat(originalName(library, item));
    await enqueueProcessing(ports, { library, item, generation: stat?.generation ?? 'none' }, of, true);
  }
}

/**
 * Makes an album or a library again, a few items at a time, and waits in place until these have ended: so that what others ask for
 * meanwhile is never far behind. What is asked for again, or was killed, goes on where the record of it stands; of two that work
 * at it the last goes on.
 */
export async function runReprocessing(ports: ReprocessPorts, task: ReprocessTask): Promise<void> {
  const { clock, ids, queue, log } = ports;
  const [holder, until] = [ids.token(), clock.now() + ONE_TASK_MS];
  for (let isFirst = true; clock.now() < until; isFirst = false) {
    const taken = await step(ports, task, holder, isFirst);
    if (taken === 'over') {
      log('made all again, or another does', { ...task });
      return;
    }
    // Whoever was at it before may have died before these were in the queue.
    await enqueueAll(ports, task.library, isFirst ? [...taken.waits, ...taken.asked] : taken.asked);
    await removeStale(ports, task.library, AT_ONCE);
    if (taken.asked.length === 0) await clock.sleep(LOOK_EVERY_MS);
  }
  await queue.reprocessAlbum(task);
}
