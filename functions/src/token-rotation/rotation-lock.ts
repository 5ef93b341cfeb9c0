import { paths, type LibraryId } from '@maru/model';
import type { Store } from '../ports/documents.ts';
import type { Clock, Ids } from '../ports/system.ts';
import { isLocked, LockHeld, releaseLock, withLock, type LockGuard } from '../concurrency/lock.ts';

/** How long the lock lasts unless it is extended: after a crash another run can begin. */
const TERM_MS = 30_000;

/** The lock on a library's rotations (`paths.rotationLock`), as its holder sees it. */
export interface RotationLock extends LockGuard {
  readonly library: LibraryId;
  /** Whether the previous holder did not release it: its run was interrupted. */
  readonly isTakenOver: boolean;
}

/** Runs `run` while no other run works on this library's rotations; throws LockHeld if one does. */
export async function withRotationLock<T>(
  { store, clock, ids }: { readonly store: Store; readonly clock: Clock; readonly ids: Ids },
  library: LibraryId,
  run: (lock: RotationLock) => Promise<T>,
): Promise<T> {
  const path = paths.rotationLock(library);
  const holder = ids.token();
  const now = clock.now();
  const until = now + TERM_MS;
  const isTakenOver = await store.transact(async (tx) => {
    if (await isLocked(tx, path, now)) throw new LockHeld(path);
    const previous = await tx.read(path);
    tx.set(path, { holder, until: new Date(until) });
    return previous !== undefined;
  });
  const result = await withLock({ store, clock }, { path, holder, until, termMs: TERM_MS }, (guard) =>
    run({ library, isTakenOver, ...guard }),
  );
  // If this fails, the lock expires.
  await releaseLock(store, { path, holder }).catch(() => undefined);
  return result;
}
