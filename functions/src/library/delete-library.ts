import { GRACE_DAYS, paths, ApiError, type ApiRequest, type ApiResponse } from '@maru/model';
import type { Transaction } from '../ports/documents.ts';
import type { Caller } from '../access/caller.ts';
import { changeSharing, type SharingChange } from '../sharing/change-sharing.ts';
import { requirePermission } from './people.ts';
import type { LibraryState, SharingPorts } from '../sharing/sharing-state.ts';

/** When a library that is ended now (ms) is deleted for good. */
export const deletionDate = (now: number): number => now + GRACE_DAYS * 86_400_000;

/** What becomes of a library that is ended, to be deleted for good at `deleteAt` (ms). */
export const markDeleted = (house: LibraryState, tx: Transaction, deleteAt: number): SharingChange => ({
  after: house,
  told: [{ type: 'library-deleted', target: house.library.name }],
  besides: () => tx.update(paths.library(house.id), { deleteAt: new Date(deleteAt) }),
});

/**
 * Ends a library whose name was typed: nobody and nothing comes in any more, and after its grace it is deleted for good. One
 * that is ended already keeps its day.
 */
export async function deleteLibrary(
  ports: SharingPorts,
  caller: Caller,
  { library, name }: ApiRequest<'deleteLibrary'>,
): Promise<ApiResponse<'deleteLibrary'>> {
  let deleteAt = 0;
  await changeSharing(ports, caller, library, (house, tx) => {
    requirePermission(house.library, caller, 'delete-library');
    if (name !== house.library.name) throw new ApiError('invalid-request');
    deleteAt = house.library.deleteAt ?? deletionDate(ports.clock.now());
    return house.library.deleteAt === undefined ? markDeleted(house, tx, deleteAt) : undefined;
  });
  return { deleteAt };
}

/** Keeps a library that was ended, while it is there. */
export async function restoreLibrary(
  ports: SharingPorts,
  caller: Caller,
  { library }: ApiRequest<'restoreLibrary'>,
): Promise<ApiResponse<'restoreLibrary'>> {
  await changeSharing(ports, caller, library, (house, tx) => {
    requirePermission(house.library, caller, 'delete-library');
    const { deleteAt, name } = house.library;
    if (deleteAt === undefined) return undefined;
    // From that moment on it may be gone in part.
    if (ports.clock.now() >= deleteAt) throw new ApiError('not-found');
    return {
      after: house,
      told: [{ type: 'library-restored', target: name }],
      besides: () => tx.update(paths.library(library), { deleteAt: undefined }),
    };
  });
  return {};
}
