import {
  isAlbumId,
  NO_NAME,
  ownersOf,
  paths,
  readGuestMembership,
  ApiError,
  roleOf,
  withoutPerson,
  type AlbumId,
  type ApiResponse,
  type Library,
  type LibraryId,
  type Uid,
} from '@maru/model';
import { librariesOf } from '../access/libraries-of.ts';
import type { Store } from '../ports/documents.ts';
import type { Accounts } from '../ports/deletion.ts';
import { verifiedAddress, type Caller } from '../access/caller.ts';
import { withoutGuestMembership } from '../sharing/album-guests.ts';
import { removeTvsOf } from '../tvs/tvs.ts';
import { changeSharing } from '../sharing/change-sharing.ts';
import { markDeleted, deletionDate } from './delete-library.ts';
import { removeNameFromInvites, emailInviteId } from '../sharing/invites.ts';
import { removePrograms } from '../access/program-sessions.ts';
import { blockCalls } from '../access/rate-limit.ts';
import { recordRevocation, type SharingPorts } from '../sharing/sharing-state.ts';

/** Whether this person is the library's only owner. */
const isOnlyOwner = ({ roles }: Pick<Library, 'roles'>, uid: Uid): boolean =>
  ownersOf(roles).every((owner) => owner === uid);

/** What happens to a library when this member deletes their account. */
function deletionOutcome(library: Library, uid: Uid): 'kept' | 'to-delete' | 'already-deleted' | 'last-owner' {
  if (!isOnlyOwner(library, uid)) return 'kept';
  if (library.deleteAt !== undefined) return 'already-deleted';
  return library.members.some((member) => member !== uid) ? 'last-owner' : 'to-delete';
}

/** Leaves a library, or marks it deleted if nobody else is a member. */
const leaveOrDelete = (ports: SharingPorts, caller: Caller, library: LibraryId): Promise<void> =>
  changeSharing(ports, caller, library, (state, tx) => {
    if (roleOf(state, caller.uid) === undefined) return undefined;
    const outcome = deletionOutcome(state.library, caller.uid);
    if (outcome === 'last-owner') throw new ApiError('last-owner');
    if (outcome === 'already-deleted') return undefined;
    if (outcome === 'kept') return { after: withoutPerson(state, caller.uid), activities: [{ type: 'left' }] };
    return markDeleted(state, tx, deletionDate(ports.clock.now()));
  });

/** Ends the caller's guest membership of an album, if the library still exists. */
async function leaveAsGuest(ports: SharingPorts, caller: Caller, library: LibraryId, album: AlbumId): Promise<void> {
  if (!(await ports.store.read(paths.library(library)))) return;
  await changeSharing(ports, caller, library, (state) => withoutGuestMembership(state, album, caller.uid));
}

/**
 * Removes the caller's name and photo from every library that they are or were a member of. A hash of their address is kept there as a
 * revocation, because the same Google account would come back under another uid.
 */
async function removeProfile({ store, ids, clock }: SharingPorts, caller: Caller): Promise<void> {
  const libraries = (await store.find(paths.libraries(), {})).map(({ id }) => id as LibraryId);
  const address = verifiedAddress(caller);
  await store.transact(async (tx) => {
    const members = await tx.readAll(libraries.map((library) => paths.member(library, caller.uid)));
    const revocations = await tx.readAll(libraries.map((library) => paths.revocation(library, caller.uid)));
    for (const [i, library] of libraries.entries()) {
      if (members[i]) tx.update(paths.member(library, caller.uid), { name: NO_NAME, photo: undefined });
      if (members[i] ?? revocations[i])
        recordRevocation(tx, paths.revocation(library, emailInviteId(ids, library, address)), clock.now());
    }
  });
}

/** Deletes the documents that belong to one person. */
async function deletePersonalDocuments(store: Store, uid: Uid): Promise<void> {
  await store.transact(async (tx) => {
    const all = [paths.guestMemberships, paths.allFavourites, paths.allPlayPositions, paths.allLooks];
    for (const own of all.map((pathOf) => pathOf(uid))) for (const { path } of await tx.find(own, {})) tx.remove(path);
    for (const path of [paths.user(uid), paths.request(uid)]) tx.remove(path);
  });
}

/**
 * Deletes the caller's account. They leave every library and album; the items that they added stay, without their name. Throws
 * `last-owner` before any change if a library with other members would have no owner. A library without other members is marked
 * deleted. An interrupted call continues when it is repeated.
 */
export async function deleteAccount(
  ports: SharingPorts & { readonly accounts: Accounts },
  caller: Caller,
): Promise<ApiResponse<'deleteAccount'>> {
  const { store, accounts } = ports;
  const { uid } = caller;
  const libraries = await librariesOf(store, uid);
  if (libraries.some(({ library }) => deletionOutcome(library, uid) === 'last-owner')) throw new ApiError('last-owner');
  for (const { id } of libraries) {
    await leaveOrDelete(ports, caller, id);
    await removeTvsOf(ports, id, uid);
  }
  for (const { id, fields } of await store.find(paths.guestMemberships(uid), {}))
    if (isAlbumId(id)) await leaveAsGuest(ports, caller, readGuestMembership(fields).library, id);
  await removeProfile(ports, caller);
  await removeNameFromInvites(store, uid);
  await deletePersonalDocuments(store, uid);
  await removePrograms(ports, uid);
  await accounts.remove(uid);
  await blockCalls(ports, uid);
  return {};
}
