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
  type Rev,
} from '@maru/model';
import * as v from 'valibot';
import type { Store } from '../ports/documents.ts';
import type { Clock, Ids } from '../ports/system.ts';
import type { ProcessTask } from '../ports/queue.ts';
import { LockHeld, withLock } from '../concurrency/lock.ts';

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

/** The lock on processing an item: `paths.lease`. */
export type Lease = DocumentOf<typeof leaseSchema>;

/** The result of requesting a lease. */
export type LeaseResult =
  /** `item.rev` is the rev to process. */
  | { readonly status: 'acquired'; readonly lease: Lease; readonly item: Item }
  /** Every attempt began and none ended: the machine died each time. */
  | { readonly status: 'exhausted'; readonly rev: Rev }
  /** There is nothing to process; `item` if it exists. */
  | { readonly status: 'not-needed'; readonly why: string; readonly item?: Item };

/** A lease from its document; throws BadDocument. */
export const readLease = (value: unknown): Lease => parse('lease', leaseSchema, value);

/** Takes the lease of an item that is processing or to be reprocessed; throws LockHeld while another run holds it. */
export function takeLease(
  { store, clock, ids }: { store: Store; clock: Clock; ids: Ids },
  { library, item, generation }: ProcessTask,
): Promise<LeaseResult> {
  const path = paths.lease(library, item);
  return store.transact(async (tx): Promise<LeaseResult> => {
    const [fields, leaseFields] = await tx.readAll([paths.item(library, item), path]);
    if (!fields) return { status: 'not-needed', why: 'no such item' };
    const known = readItem(fields);
    if (known.isPurging) return { status: 'not-needed', why: 'the item is being purged', item: known };
    const rev = isReprocessing(known) ? known.targetRev : known.state === 'processing' ? known.rev : undefined;
    if (rev === undefined) return { status: 'not-needed', why: `the item is ${known.state}`, item: known };
    const before = leaseFields && readLease(leaseFields);
    const now = clock.now();
    if (before && before.until > now) throw new LockHeld(path);
    const tries = before?.generation === generation ? before.tries : 0;
    if (tries >= PROCESS_ATTEMPTS) return { status: 'exhausted', rev };
    const lease: Lease = {
      holder: ids.token(),
      until: now + LEASE_S * 1000,
      generation,
      tries: tries + 1,
      // Never the item's own token, which may be rotated before this attempt is committed.
      token: before?.token ?? ids.token(),
      ...(before?.reservation && { reservation: before.reservation }),
    };
    tx.set(path, { ...lease, until: new Date(lease.until) });
    return { status: 'acquired', lease, item: { ...known, rev } };
  });
}

/** Whether no run processes an item at `now` (ms): its lease expired a while ago or was never taken. */
export async function isAbandoned(store: Store, library: LibraryId, item: ItemId, now: number): Promise<boolean> {
  const fields = await store.read(paths.lease(library, item));
  return !fields || now >= readLease(fields).until + SWEEP_AFTER_S * 1000;
}

/** Runs `run` under a lease, which the commit removes. If `run` throws, the lease ends and its attempt stays counted. */
export const withLease = <T>(
  ports: { readonly store: Store; readonly clock: Clock },
  { library, item }: ProcessTask,
  { holder, until }: Lease,
  run: () => Promise<T>,
): Promise<T> => withLock(ports, { path: paths.lease(library, item), holder, until, termMs: LEASE_S * 1000 }, run);
