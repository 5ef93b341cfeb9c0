import {
  instant,
  isReprocessing,
  LEASE_S,
  number,
  parse,
  paths,
  PROCESS_ATTEMPTS,
  readItem,
  SWEEP_AFTER_S,
  type DocumentOf,
  type Item,
  type ItemId,
  type LibraryId,
} from '@maru/model';
import * as v from 'valibot';
import type { Store, Transaction } from '../ports/documents.ts';
import type { Clock, Ids } from '../ports/system.ts';
import type { ProcessTask } from '../ports/queue.ts';

const leaseSchema = v.object({
  holder: v.string(),
  until: instant,
  generation: v.string(),
  /** The number of attempts to process this generation of the original, including this one. */
  tries: number,
  /** The download token of the renditions of every attempt, so that an attempt that outlives its lease changes nothing. */
  token: v.string(),
  /** The seconds reserved from a guest's daily limit. Kept across attempts, so that they are reserved and settled once. */
  reservation: v.optional(v.object({ seconds: number, at: number, isSettled: v.boolean() })),
});

/** The exclusive right to process an item: `paths.lease`. */
export type Lease = DocumentOf<typeof leaseSchema>;

/** The result of requesting a lease. */
export type LeaseResult =
  /** `item.rev` is the rev to process. */
  | { readonly status: 'acquired'; readonly lease: Lease; readonly item: Item }
  /** All attempts are used up without a result: the instance crashed every time. */
  | { readonly status: 'exhausted' }
  /** There is nothing to process; `item` if it exists. */
  | { readonly status: 'not-needed'; readonly why: string; readonly item?: Item };

/** Another task is processing the item. The queue retries later. */
export class LeaseHeld extends Error {
  constructor() {
    super('another task holds the lease');
    this.name = 'LeaseHeld';
  }
}

/** Validates the document of a lease; throws BadDocument. */
export const readLease = (value: unknown): Lease => parse('lease', leaseSchema, value);

const writeLease = (lease: Lease): Record<string, unknown> => ({ ...lease, until: new Date(lease.until) });

/** Takes the lease of an item that is to be processed or reprocessed; throws LeaseHeld while another task holds it. */
export function takeLease(
  { store, clock, ids }: { store: Store; clock: Clock; ids: Ids },
  { library, item, generation }: ProcessTask,
): Promise<LeaseResult> {
  return store.transact(async (tx): Promise<LeaseResult> => {
    const [fields, held] = await tx.readAll([paths.item(library, item), paths.lease(library, item)]);
    if (!fields) return { status: 'not-needed', why: 'no such item' };
    const known = readItem(fields);
    const rev = isReprocessing(known) ? known.targetRev : known.state === 'processing' ? known.rev : undefined;
    if (rev === undefined) return { status: 'not-needed', why: `it is ${known.state}`, item: known };
    const before = held && readLease(held);
    const now = clock.now();
    if (before && before.until > now) throw new LeaseHeld();
    const tries = before?.generation === generation ? before.tries : 0;
    if (tries >= PROCESS_ATTEMPTS) return { status: 'exhausted' };
    const lease: Lease = {
      holder: ids.token(),
      until: now + LEASE_S * 1000,
      generation,
      tries: tries + 1,
      // Not the item's current token, which may be rotated before the result is committed.
      token: before?.token ?? ids.token(),
      ...(before?.reservation && { reservation: before.reservation }),
    };
    tx.set(paths.lease(library, item), writeLease(lease));
    return { status: 'acquired', lease, item: { ...known, rev } };
  });
}

/** Returns whether a task holds the lease of an item at `now` (ms since 1970). */
export async function isLeased(store: Store, library: LibraryId, item: ItemId, now: number): Promise<boolean> {
  const fields = await store.read(paths.lease(library, item));
  return fields !== undefined && readLease(fields).until > now;
}

/** Returns whether no task is processing an item at `now` (ms since 1970): its lease was never taken, or expired `SWEEP_AFTER_S` ago. */
export async function isAbandoned(store: Store, library: LibraryId, item: ItemId, now: number): Promise<boolean> {
  const fields = await store.read(paths.lease(library, item));
  return !fields || now >= readLease(fields).until + SWEEP_AFTER_S * 1000;
}

/** Returns whether a lease is still the current one. Transactions that commit a result check it first. */
export async function isHeld(tx: Transaction, { library, item }: ProcessTask, lease: Lease): Promise<boolean> {
  const fields = await tx.read(paths.lease(library, item));
  return fields !== undefined && readLease(fields).holder === lease.holder;
}

/** Runs `callback` while extending the lease; releases it if `callback` throws, which counts as an attempt. */
export async function withLease<T>(
  { store, clock }: { store: Store; clock: Clock },
  task: ProcessTask,
  lease: Lease,
  callback: () => Promise<T>,
): Promise<T> {
  const path = paths.lease(task.library, task.item);
  const extend = (until: () => number): Promise<void> =>
    store.transact(async (tx) => {
      if (await isHeld(tx, task, lease)) tx.update(path, { until: new Date(until()) });
    });
  // A failed extension is harmless: two more follow before the lease expires.
  const stop = clock.every((LEASE_S * 1000) / 3, () => {
    extend(() => clock.now() + LEASE_S * 1000).catch(() => undefined);
  });
  try {
    return await callback();
  } catch (error) {
    // A lease that cannot be released expires.
    await extend(() => 0).catch(() => undefined);
    throw error;
  } finally {
    stop();
  }
}
