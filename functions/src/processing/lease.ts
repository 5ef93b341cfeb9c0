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
  /** How many attempts to process this generation have begun, this one included. */
  tries: number,
  /** The download token of the renditions of every attempt, so that one that was presumed dead changes nothing. */
  token: v.string(),
  /** The seconds that a guest's video took of the guest's day. Kept for all attempts: they are taken and returned once. */
  reservation: v.optional(v.object({ seconds: number, at: number, isSettled: v.boolean() })),
});

/** The right to process an item, held by one `processItem` at a time: `paths.lease`. */
export type Lease = DocumentOf<typeof leaseSchema>;

/** What came of asking for a lease. */
export type LeaseRequest =
  /** `item` with the rev that is to be made. */
  | { readonly got: 'lease'; readonly lease: Lease; readonly item: Item }
  /** Every try is used up and none has ended: the machine died of it each time. */
  | { readonly got: 'nothing-left' }
  /** There is nothing to make; `item` where there is one. */
  | { readonly got: 'nothing'; readonly why: string; readonly item?: Item };

/** Somebody else makes this item at this moment: the queue is to ask again later. */
export class LeaseHeld extends Error {
  constructor() {
    super('another make holds the lease');
    this.name = 'Busy';
  }
}

/** A lease from its document; throws BadDocument. */
export const readLease = (value: unknown): Lease => parse('lease', leaseSchema, value);

const writeLease = (lease: Lease): Record<string, unknown> => ({ ...lease, until: new Date(lease.until) });

/** Asks for the lease of an item that is `processing`, or ready and to be made again; throws Busy while another holds it. */
export function takeLease(
  { store, clock, ids }: { store: Store; clock: Clock; ids: Ids },
  { library, item, generation }: ProcessTask,
): Promise<LeaseRequest> {
  return store.transact(async (tx): Promise<LeaseRequest> => {
    const [fields, held] = await tx.readAll([paths.item(library, item), paths.lease(library, item)]);
    if (!fields) return { got: 'nothing', why: 'no such item' };
    const known = readItem(fields);
    const rev = isReprocessing(known) ? known.targetRev : known.state === 'processing' ? known.rev : undefined;
    if (rev === undefined) return { got: 'nothing', why: `it is ${known.state}`, item: known };
    const before = held && readLease(held);
    const now = clock.now();
    if (before && before.until > now) throw new LeaseHeld();
    const tries = before?.generation === generation ? before.tries : 0;
    if (tries >= PROCESS_ATTEMPTS) return { got: 'nothing-left' };
    const lease: Lease = {
      holder: ids.token(),
      until: now + LEASE_S * 1000,
      generation,
      tries: tries + 1,
      // Never the item's own: that may be rotated away before this making is recorded.
      token: before?.token ?? ids.token(),
      ...(before?.reservation && { reservation: before.reservation }),
    };
    tx.set(paths.lease(library, item), writeLease(lease));
    return { got: 'lease', lease, item: { ...known, rev } };
  });
}

/** Whether somebody makes an item at `now` (ms). */
export async function isLeased(store: Store, library: LibraryId, item: ItemId, now: number): Promise<boolean> {
  const fields = await store.read(paths.lease(library, item));
  return fields !== undefined && readLease(fields).until > now;
}

/** Whether nobody makes an item at `now` (ms): its lease ended a while ago, or was never taken. */
export async function isAbandoned(store: Store, library: LibraryId, item: ItemId, now: number): Promise<boolean> {
  const fields = await store.read(paths.lease(library, item));
  return !fields || now >= readLease(fields).until + SWEEP_AFTER_S * 1000;
}

/** Whether this lease is still the one that counts; a transaction that records reads it first. */
export async function isHeld(tx: Transaction, { library, item }: ProcessTask, lease: Lease): Promise<boolean> {
  const fields = await tx.read(paths.lease(library, item));
  return fields !== undefined && readLease(fields).holder === lease.holder;
}

/** Keeps a lease for as long as the story takes, and gives it back, counted, if the story throws. */
export async function withLease<T>(
  { store, clock }: { store: Store; clock: Clock },
  task: ProcessTask,
  lease: Lease,
  story: () => Promise<T>,
): Promise<T> {
  const path = paths.lease(task.library, task.item);
  const extend = (until: () => number): Promise<void> =>
    store.transact(async (tx) => {
      if (await isHeld(tx, task, lease)) tx.update(path, { until: new Date(until()) });
    });
  // A beat that fails is made good by the next: three fit into one lease.
  const stop = clock.every((LEASE_S * 1000) / 3, () => {
    extend(() => clock.now() + LEASE_S * 1000).catch(() => undefined);
  });
  try {
    return await story();
  } catch (error) {
    // A lease that cannot be given back ends by itself.
    await extend(() => 0).catch(() => undefined);
    throw error;
  } finally {
    stop();
  }
}
