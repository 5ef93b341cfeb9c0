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

/** What happened, as owners are told of it; who did it and when is known. */
export type ActivityDraft = Omit<Activity, 'at' | 'by' | 'byName'>;

/** What is to become of a library: who sees what of it, what owners are told, and what is written besides. */
export interface SharingChange {
  readonly after: Sharing;
  readonly told: readonly ActivityDraft[];
  readonly besides?: (at: number) => void;
}

/**
 * Changes who sees what of a library, in one transaction. `plan` says what becomes of it or throws ApiError; it may read and
 * writes nothing, and its undefined is no change. Throws ApiError where there is no such library, or nobody would own it.
 */
export async function changeSharing(
  ports: SharingPorts,
  caller: Caller,
  library: LibraryId,
  plan: (house: LibraryState, tx: Transaction) => Promise<SharingChange | undefined> | SharingChange | undefined,
): Promise<void> {
  const { store, clock, ids } = ports;
  const rotation = await store.transact(async (tx) => {
    const house = await readLibraryState(tx, library);
    // A library that is not there and one that is not theirs answer alike.
    if (!house) throw new ApiError('forbidden');
    const planned = await plan(house, tx);
    if (!planned) return undefined;
    const { after, told, besides } = planned;
    if (ownersOf(after.roles).length === 0) throw new ApiError('last-owner');
    const at = clock.now();
    const written = writeSharing(tx, house, after, at, ids);
    besides?.(at);
    for (const deed of told)
      logActivity(tx, library, { ...deed, at, by: caller.uid, byName: displayName(caller) }, ids);
    return written;
  });
  await enqueueRotation(ports, library, rotation);
}
