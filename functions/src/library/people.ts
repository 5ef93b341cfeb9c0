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
import type { Fields, Store } from '../ports/documents.ts';
import type { Clock, Ids } from '../ports/system.ts';
import { verifiedAddress, type Caller } from '../access/caller.ts';

/** Throws ApiError where this person may not do this in a library (as its guest, where an album is meant), or nobody may any more. */
export function requirePermission(
  library: Library,
  { uid }: Caller,
  action: Action,
  album?: Pick<Album, 'guests'>,
): void {
  if (!can(principalOf(library, uid, album), action) || !isAvailable(library, action)) throw new ApiError('forbidden');
}

/** The library that somebody acts in; throws ApiError where it is none of theirs or their role does not allow it. */
export async function requireLibrary(
  from: { read: (path: string) => Promise<Fields | undefined> },
  library: LibraryId,
  caller: Caller,
  action: Action,
): Promise<Library> {
  const fields = await from.read(paths.library(library));
  // A library that is not there and one that is not theirs answer alike.
  if (!fields) throw new ApiError('forbidden');
  const found = readLibrary(fields);
  requirePermission(found, caller, action);
  return found;
}

/** Throws ApiError where one of these people is no member. */
export function requireMembers(library: Pick<Library, 'roles'>, people: readonly Uid[]): void {
  if (people.some((uid) => roleOf(library, uid) === undefined)) throw new ApiError('invalid-request');
}

/** What the family calls somebody: by the name of their account, else by their address. */
export const displayName = ({ name = '', address = '' }: Caller): string =>
  [name, address.split('@')[0] ?? ''].map((text) => nameOf(text.slice(0, MAX_NAME))).find((text) => text) ?? '?';

/** The document of somebody who comes at `now` (ms). */
export const newMember = (caller: Caller, now: number): Fields => ({
  name: displayName(caller),
  joinedAt: new Date(now),
  ...(caller.photo !== undefined && { photo: caller.photo }),
});

/** Whether this person may make libraries here, by the document of access; throws ApiError where the sign-in did not verify their address. */
export const isAllowedToCreateLibrary = (access: Fields | undefined, caller: Caller): boolean =>
  access !== undefined && canCreateLibrary(readAccess(access), verifiedAddress(caller));

/** Makes a library with its first owner and its album of everything. */
export async function createLibrary(
  { store, clock, ids }: { store: Store; clock: Clock; ids: Ids },
  caller: Caller,
  { name, timeZone }: ApiRequest<'createLibrary'>,
): Promise<ApiResponse<'createLibrary'>> {
  if (!isAllowedToCreateLibrary(await store.read(paths.access()), caller)) throw new ApiError('forbidden');
  const library = ids.library();
  await store.transact(async (tx) => {
    const theirs = await tx.find(paths.libraries(), { where: ['members', 'array-contains', caller.uid] });
    const owned = theirs.filter(({ fields }) => roleOf(readLibrary(fields), caller.uid) === 'owner');
    if (owned.length >= MAX_LIBRARIES_OWNED) throw new ApiError('limit-reached');
    const now = clock.now();
    const roles = { [caller.uid]: 'owner' } as Library['roles'];
    tx.set(paths.library(library), { name, timeZone, roles, members: [caller.uid] });
    tx.set(paths.member(library, caller.uid), newMember(caller, now));
    tx.set(paths.album(library, ALL), {
      title: '모든 사진',
      by: caller.uid,
      audience: { kind: 'library' },
      readers: readersOf({ audience: { kind: 'library' }, guests: {} }, { roles }, new Map()),
      count: 0,
      createdAt: new Date(now),
      summarizedAt: new Date(0),
    });
  });
  return { library };
}
