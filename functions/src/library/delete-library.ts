import { GRACE_DAYS, paths, ApiError, type ApiRequest, type ApiResponse } from '@maru/model';
import type { Transaction } from '../ports/documents.ts';
import type { Caller } from '../access/caller.ts';
import { changeSharing, type SharingChange } from '../sharing/change-sharing.ts';
import { requirePermission } from './people.ts';
import type { LibraryState, SharingPorts } from '../sharing/sharing-state.ts';

/** When a library that is marked deleted at `now` (ms) is purged. */
export const deletionDate = (now: number): number => now + GRACE_DAYS * 86_400_000;

/** The change that marks a library deleted, to be purged at `deleteAt` (ms). */
export const markDeleted = (state: LibraryState, tx: Transaction, deleteAt: number): SharingChange => ({
  after: state,
  activities: [{ type: 'library-deleted', target: state.library.name }],
  writeMore: () => tx.update(paths.library(state.id), { deleteAt: new Date(deleteAt) }),
});

/**
 * Marks a library deleted; the caller typed its name to confirm. It accepts no members, guests or uploads any more, and is purged after
 * `GRACE_DAYS`. A library that is already marked keeps its date.
 */
export async function deleteLibrary(
  ports: SharingPorts,
  caller: Caller,
  { library, name }: ApiRequest<'deleteLibrary'>,
): Promise<ApiResponse<'deleteLibrary'>> {
  let deleteAt = 0;
  await changeSharing(ports, caller, library, (state, tx) => {
    requirePermission(state.library, caller, 'delete-library');
    if (name !== state.library.name) throw new ApiError('invalid-request');
    deleteAt = state.library.deleteAt ?? deletionDate(ports.clock.now());
    return state.library.deleteAt === undefined ? markDeleted(state, tx, deleteAt) : undefined;
  });
  return { deleteAt };
}

/** Restores a library that is marked deleted, until it is due to be purged. */
export async function restoreLibrary(
  ports: SharingPorts,
  caller: Caller,
  { library }: ApiRequest<'restoreLibrary'>,
): Promise<ApiResponse<'restoreLibrary'>> {
  await changeSharing(ports, caller, library, (state, tx) => {
    requirePermission(state.library, caller, 'delete-library');
    const { deleteAt, name } = state.library;
    if (deleteAt === undefined) return undefined;
    // The purge may have begun.
    if (ports.clock.now() >= deleteAt) throw new ApiError('not-found');
    return {
      after: state,
      activities: [{ type: 'library-restored', target: name }],
      writeMore: () => tx.update(paths.library(library), { deleteAt: undefined }),
    };
  });
  return {};
}
