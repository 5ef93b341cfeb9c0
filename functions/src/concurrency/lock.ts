import { instant, parse } from '@maru/model';
import * as v from 'valibot';
import type { Fields, Store, Transaction } from '../ports/documents.ts';
import type { Clock } from '../ports/system.ts';

/** Someone else holds the lock: the queue retries later. */
export class LockHeld extends Error {
  constructor(path: string) {
    super(`${path} is held`);
    this.name = 'LockHeld';
  }
}

class LockLost extends Error {
  constructor(path: string) {
    super(`${path} is held by another run`);
    this.name = 'LockLost';
  }
}

const lockSchema = v.object({ holder: v.string(), until: instant });

/** Whether anyone holds the lock with these fields at `now` (ms). */
export const isLockedAt = (fields: Fields | undefined, now: number): boolean =>
  fields !== undefined && parse('lock', lockSchema, fields).until > now;

/** Whether anyone holds a lock at `now` (ms). */
export const isLocked = async (from: Pick<Store, 'read'>, path: string, now: number): Promise<boolean> =>
  isLockedAt(await from.read(path), now);

/** Whether `holder` holds the lock with these fields. */
export const isHolder = (fields: Fields | undefined, holder: string): boolean =>
  fields !== undefined && parse('lock', lockSchema, fields).holder === holder;

/** Whether `holder` still holds a lock. A transaction that reads this first writes only while the lock is held. */
export const isHeldBy = async (tx: Transaction, path: string, holder: string): Promise<boolean> =>
  isHolder(await tx.read(path), holder);

/** Removes a lock, unless somebody else holds it by now. */
export const releaseLock = (store: Store, { path, holder }: Pick<HeldLock, 'path' | 'holder'>): Promise<void> =>
  store.transact(async (tx) => {
    if (await isHeldBy(tx, path, holder)) tx.remove(path);
  });

/** A lock that was taken until `until` (ms), to be extended by `termMs` at a time. */
export interface HeldLock {
  readonly path: string;
  readonly holder: string;
  readonly until: number;
  readonly termMs: number;
}

/** The holder's proof that nobody else has taken the lock. */
export interface LockGuard {
  /** Throws LockLost if the lock may have expired. */
  readonly mustHold: () => void;
  /** Throws LockLost if someone else holds the lock. As the first read of a transaction, it guards what that writes. */
  readonly mustHoldIn: (tx: Transaction) => Promise<void>;
}

/** Runs `run` and extends the lock meanwhile. Releases it if `run` throws; otherwise the caller removes its document. */
export async function withLock<T>(
  { store, clock }: { readonly store: Store; readonly clock: Clock },
  { path, holder, termMs, ...lock }: HeldLock,
  run: (guard: LockGuard) => Promise<T>,
): Promise<T> {
  let { until } = lock;
  let isReleased = false;
  const setUntil = (at: number): Promise<boolean> =>
    store.transact(async (tx) => {
      if (!(await isHeldBy(tx, path, holder))) return false;
      // An extension in flight must not take the lock again.
      if (isReleased && at > 0) return false;
      tx.update(path, { until: new Date(at) });
      return true;
    });
  const extend = async (): Promise<void> => {
    const end = clock.now() + termMs;
    until = (await setUntil(end)) ? end : 0;
  };
  // Three fit into one term, so that two may fail.
  const stop = clock.every(termMs / 3, () => void extend().catch(() => undefined));
  try {
    return await run({
      mustHold: () => {
        if (clock.now() >= until) throw new LockLost(path);
      },
      mustHoldIn: async (tx) => {
        if (!(await isHeldBy(tx, path, holder))) throw new LockLost(path);
      },
    });
  } catch (error) {
    stop();
    isReleased = true;
    // If this fails too, the lock expires.
    await setUntil(0).catch(() => undefined);
    throw error;
  } finally {
    stop();
  }
}
