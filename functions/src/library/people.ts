import {
  ALL,
  isAvailable,
  MAX_LIBRARIES_OWNED,
  MAX_NAME,
  can,
  canCreateLibrary,
  nameOf,
  paths,
  principalOf,
  readAccess,
  readersOf,
  readLibrary,
  ApiError,
  roleOf,
  type Action,
  type Album,
  type ApiRequest,
  type ApiResponse,
  type Library,
  type LibraryId,
  type Uid,
} from '@maru/model';
import { librariesOf } from '../access/libraries-of.ts';
import type { Fields, Store } from '../ports/documents.ts';
import type { Clock, Ids } from '../ports/system.ts';
import { verifiedAddress, type Caller } from '../access/caller.ts';

/**
 * Throws ApiError unless the caller may do this in a library (as a guest if `album` names them) that is not marked deleted. The program `verify`
 * may do nothing in a library that it did not create.
 */
export function requirePermission(
  library: Library,
  { uid, program }: Caller,
  action: Action,
  album?: Pick<Album, 'guests'>,
): void {
  if (program === 'verify' && library.isForVerify !== true) throw new ApiError('forbidden');
  if (!can(principalOf(library, uid, album), action) || !isAvailable(library, action)) throw new ApiError('forbidden');
}

/** Reads a library; throws ApiError unless the caller's role in it allows the action. */
export async function requireLibrary(
  from: { read: (path: string) => Promise<Fields | undefined> },
  library: LibraryId,
  caller: Caller,
  action: Action,
): Promise<Library> {
  const fields = await from.read(paths.library(library));
  // The same error as without permission: it must not reveal that the library exists.
  if (!fields) throw new ApiError('forbidden');
  const found = readLibrary(fields);
  requirePermission(found, caller, action);
  return found;
}

/** Throws ApiError unless all of these people are members. */
export function requireMembers(library: Pick<Library, 'roles'>, people: readonly Uid[]): void {
  if (people.some((uid) => roleOf(library, uid) === undefined)) throw new ApiError('invalid-request');
}

/** A person's name on screen: the name of their account, else the local part of their address. */
export const displayName = ({ name = '', address = '' }: Caller): string =>
  [name, address.split('@')[0] ?? ''].map((text) => nameOf(text.slice(0, MAX_NAME))).find((text) => text) ?? '?';

/** The document of a member who joins at `now` (ms). */
export const newMember = (caller: Caller, now: number): Fields => ({
  name: displayName(caller),
  joinedAt: new Date(now),
  ...(caller.photo !== undefined && { photo: caller.photo }),
});

/** Whether the caller may create libraries, by the `access` document; throws ApiError if their address is not verified. */
export const isAllowedToCreateLibrary = (access: Fields | undefined, caller: Caller): boolean =>
  access !== undefined && canCreateLibrary(readAccess(access), verifiedAddress(caller));

/** Creates a library with the caller as owner, and its album `all`. */
export async function createLibrary(
  { store, clock, ids }: { store: Store; clock: Clock; ids: Ids },
  caller: Caller,
  { name, timeZone }: ApiRequest<'createLibrary'>,
): Promise<ApiResponse<'createLibrary'>> {
  if (!isAllowedToCreateLibrary(await store.read(paths.access()), caller)) throw new ApiError('forbidden');
  const library = ids.library();
  await store.transact(async (tx) => {
    const joined = await librariesOf(tx, caller.uid);
    const owned = joined.filter((one) => roleOf(one.library, caller.uid) === 'owner');
    if (owned.length >= MAX_LIBRARIES_OWNED) throw new ApiError('limit-reached');
    const now = clock.now();
    const roles = { [caller.uid]: 'owner' } as Library['roles'];
    const isForVerify = caller.program === 'verify' ? { isForVerify: true } : {};
    tx.set(paths.library(library), { name, timeZone, roles, members: [caller.uid], ...isForVerify });
    tx.set(paths.member(library, caller.uid), newMember(caller, now));
    tx.set(paths.album(library, ALL), {
      title: '모든 사진',
      by: caller.uid,
      audience: { kind: 'library' },
      readers: readersOf({ audience: { kind: 'library' }, guests: {} }, { roles }, new Map()),
      count: 0,
      createdAt: new Date(now),
    });
  });
  return { library };
}
