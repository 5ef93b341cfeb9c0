import {
  isAlbumId,
  NO_NAME,
  ownersOf,
  paths,
  readLibrary,
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
import type { Store } from '../ports/documents.ts';
import type { Accounts } from '../ports/ending.ts';
import { verifiedAddress, type Caller } from '../access/caller.ts';
import { withoutGuestMembership } from '../sharing/album-guests.ts';
import { changeSharing } from '../sharing/change-sharing.ts';
import { markDeleted, deletionDate } from './delete-library.ts';
import { removeNameFromInvites, emailInviteId } from '../sharing/invites.ts';
import { blockCalls } from '../access/rate-limit.ts';
import { recordRevocation, type SharingPorts } from '../sharing/sharing-state.ts';

/** Whether nobody but this person owns a library. */
const ownsAlone = ({ roles }: Pick<Library, 'roles'>, uid: Uid): boolean =>
  ownersOf(roles).every((owner) => owner === uid);

/** What becomes of a library whose member deletes their account. */
function fateOf(library: Library, uid: Uid): 'goes on' | 'ends' | 'has ended' | 'needs an owner' {
  if (!ownsAlone(library, uid)) return 'goes on';
  if (library.deleteAt !== undefined) return 'has ended';
  return library.members.some((member) => member !== uid) ? 'needs an owner' : 'ends';
}

/** Leaves a library, or ends one that nobody else is in. */
const giveUp = (ports: SharingPorts, caller: Caller, library: LibraryId): Promise<void> =>
  changeSharing(ports, caller, library, (house, tx) => {
    if (roleOf(house, caller.uid) === undefined) return undefined;
    const fate = fateOf(house.library, caller.uid);
    if (fate === 'needs an owner') throw new ApiError('last-owner');
    if (fate === 'has ended') return undefined;
    if (fate === 'goes on') return { after: withoutPerson(house, caller.uid), told: [{ type: 'left' }] };
    return markDeleted(house, tx, deletionDate(ports.clock.now()));
  });

/** Leaves an album that one is a guest of, where it is there still. */
async function giveUpVisit(ports: SharingPorts, caller: Caller, library: LibraryId, album: AlbumId): Promise<void> {
  if (!(await ports.store.read(paths.library(library)))) return;
  await changeSharing(ports, caller, library, (house) => withoutGuestMembership(house, album, caller.uid));
}

/**
 * Takes name and face away wherever somebody is or was a member. Their address, by its hash, stays where they were one or were
 * removed: the same Google account comes back as somebody else.
 */
async function forgetName({ store, ids, clock }: SharingPorts, caller: Caller): Promise<void> {
  const libraries = (await store.find(paths.libraries(), {})).map(({ id }) => id as LibraryId);
  const address = verifiedAddress(caller);
  await store.transact(async (tx) => {
    const members = await tx.readAll(libraries.map((library) => paths.member(library, caller.uid)));
    const removals = await tx.readAll(libraries.map((library) => paths.revocation(library, caller.uid)));
    for (const [i, library] of libraries.entries()) {
      if (members[i]) tx.update(paths.member(library, caller.uid), { name: NO_NAME, photo: undefined });
      if (members[i] ?? removals[i])
        recordRevocation(tx, paths.revocation(library, emailInviteId(ids, library, address)), clock.now());
    }
  });
}

/** Takes away what is kept of a person alone. */
async function forgetPerson(store: Store, uid: Uid): Promise<void> {
  await store.transact(async (tx) => {
    for (const { path } of await tx.find(paths.guestMemberships(uid), {})) tx.remove(path);
    for (const path of [paths.user(uid), paths.request(uid)]) tx.remove(path);
  });
}

/**
 * Deletes the caller's account. They leave every library and album; what they added stays, without
 * their name. A library that they alone own and others are in wants another owner first (last-owner, and nothing has
 * happened); one that nobody else is in is ended. A call that ended on its way is gone on with by the same again.
 */
export async function deleteAccount(
  ports: SharingPorts & { readonly accounts: Accounts },
  caller: Caller,
): Promise<ApiResponse<'deleteAccount'>> {
  const { store, accounts } = ports;
  const { uid } = caller;
  const theirs = await store.find(paths.libraries(), { where: ['members', 'array-contains', uid] });
  if (theirs.some(({ fields }) => fateOf(readLibrary(fields), uid) === 'needs an owner'))
    throw new ApiError('last-owner');
  for (const { id } of theirs) await giveUp(ports, caller, id as LibraryId);
  for (const { id, fields } of await store.find(paths.guestMemberships(uid), {}))
    if (isAlbumId(id)) await giveUpVisit(ports, caller, readGuestMembership(fields).library, id);
  await forgetName(ports, caller);
  await removeNameFromInvites(store, uid);
  await forgetPerson(store, uid);
  await accounts.remove(uid);
  await blockCalls(ports, uid);
  return {};
}
