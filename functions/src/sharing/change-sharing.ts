import { ownersOf, ApiError, type Activity, type LibraryId, type Sharing } from '@maru/model';
import type { Transaction } from '../ports/documents.ts';
import type { Caller } from '../access/caller.ts';
import { displayName } from '../library/people.ts';
import {
  enqueueRotation,
  readLibraryState,
  logActivity,
  writeSharing,
  type LibraryState,
  type SharingPorts,
} from './sharing-state.ts';

/** An entry of the activity log before the caller and the time are added. */
export type ActivityDraft = Omit<Activity, 'at' | 'by' | 'byName'>;

/** The result of a change of sharing: the new sharing, its entries in the activity log, and further writes of the same transaction. */
export interface SharingChange {
  readonly after: Sharing;
  readonly activities: readonly ActivityDraft[];
  readonly writeMore?: (at: number) => void;
}

/**
 * Changes the sharing of a library in one transaction. `plan` returns the change, or undefined for none; it may read but not write.
 * Throws ApiError if the library does not exist or would have no owner.
 */
export async function changeSharing(
  ports: SharingPorts,
  caller: Caller,
  library: LibraryId,
  plan: (state: LibraryState, tx: Transaction) => Promise<SharingChange | undefined> | SharingChange | undefined,
): Promise<void> {
  const { store, clock, ids } = ports;
  const rotation = await store.transact(async (tx) => {
    const state = await readLibraryState(tx, library);
    // The same error as without permission: it must not reveal that the library exists.
    if (!state) throw new ApiError('forbidden');
    const change = await plan(state, tx);
    if (!change) return undefined;
    const { after, activities, writeMore } = change;
    if (ownersOf(after.roles).length === 0) throw new ApiError('last-owner');
    const at = clock.now();
    const rotation = writeSharing(tx, state, after, at, ids);
    writeMore?.(at);
    for (const activity of activities)
      logActivity(tx, library, { ...activity, at, by: caller.uid, byName: displayName(caller) }, ids);
    return rotation;
  });
  await enqueueRotation(ports, library, rotation);
}
