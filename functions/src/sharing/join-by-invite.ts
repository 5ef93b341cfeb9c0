import {
  ALL,
  BadDocument,
  closedReason,
  inviteRefusal,
  isInviterAllowed,
  isLowerRole,
  isSecret,
  MAX_GUESTS,
  MAX_MEMBERS,
  paths,
  readAlbum,
  readAccessRequest,
  readInvite,
  readLibrary,
  readMember,
  ApiError,
  roleOf,
  widenAudience,
  withAlbums,
  withGuest,
  withRole,
  writeInvite,
  type AlbumId,
  type ApiRequest,
  type ApiResponse,
  type ApiErrorCode,
  type Invite,
  type InviteId,
  type LibraryId,
  type Role,
  type Sharing,
  type Uid,
} from '@maru/model';
import type { Fields, Store, Transaction } from '../ports/documents.ts';
import type { Clock, Ids, Log } from '../ports/system.ts';
import { countAccessRequests } from './access-requests.ts';
import { verifiedAddress, type Caller } from '../access/caller.ts';
import { emailInviteId } from './invites.ts';
import { displayName, isAllowedToCreateLibrary, newMember } from '../library/people.ts';
import {
  isInviteOlderThanRevocation,
  readLibraryState,
  logActivity,
  writeSharing,
  type LibraryState,
} from './sharing-state.ts';

interface JoinPorts {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** Where an invite leads. */
interface Destination {
  readonly library: LibraryId;
  readonly album?: AlbumId;
}

type JoinResult =
  | { readonly destination: Destination; readonly isNew: boolean; readonly hasJoined: boolean }
  | { readonly refused: ApiErrorCode };

const isReader = ({ albums }: Sharing, album: AlbumId, uid: Uid): boolean =>
  albums.get(album)?.readers.includes(uid) ?? false;

/** The sharing with this member, who can see the invite's album; `state` itself if nothing changes. */
function asMember(state: LibraryState, as: Role, album: AlbumId | undefined, uid: Uid): Sharing | ApiErrorCode {
  const had = roleOf(state, uid);
  if (had === undefined && state.members.length >= MAX_MEMBERS) return 'limit-reached';
  const joined = had === undefined || isLowerRole(had, as) ? withRole(state, uid, as) : state;
  if (album === undefined || !state.albums.has(album) || isReader(joined, album, uid)) return joined;
  return withAlbums(joined, [album], ({ audience, guests }) => ({
    audience: widenAudience(audience, [uid], []),
    guests,
  }));
}

/** The sharing with this guest; `state` itself if they can see the album already. */
function asGuest(
  state: LibraryState,
  album: AlbumId | undefined,
  caller: Caller,
  since: number,
): Sharing | ApiErrorCode {
  const shared = album === undefined ? undefined : state.albums.get(album);
  if (album === undefined || !shared || shared.deletedAt !== undefined) return 'not-found';
  if (shared.readers.includes(caller.uid)) return state;
  if (Object.keys(shared.guests).length >= MAX_GUESTS) return 'limit-reached';
  return withGuest(state, album, caller.uid, { name: displayName(caller), since });
}

/** Writes the new sharing, the use of the invite and the activity. */
function recordJoin(
  tx: Transaction,
  ids: Ids,
  state: LibraryState,
  after: Sharing,
  join: { caller: Caller; invite: Invite; id: InviteId; at: number },
): void {
  const { caller, invite, id, at } = join;
  const name = displayName(caller);
  writeSharing(tx, state, after, at, ids);
  tx.set(paths.invite(id), writeInvite({ ...invite, usedBy: [...invite.usedBy, { uid: caller.uid, name, at }] }));
  const title = invite.album === undefined ? undefined : state.albums.get(invite.album)?.title;
  const type = invite.as === 'guest' ? 'guest-joined' : 'joined';
  const activity = { type, at, by: caller.uid, byName: name, as: invite.as } as const;
  logActivity(tx, invite.library, { ...activity, ...(title !== undefined && { target: title }) }, ids);
}

/**
 * Makes the caller a member or a guest by an invite, in a transaction. Someone who has that access already does not use up the invite.
 * Someone who was removed, lost access to its album or deleted an earlier account needs an invite created afterwards.
 */
async function joinByInvite(
  tx: Transaction,
  { clock, ids }: JoinPorts,
  caller: Caller,
  id: InviteId,
): Promise<JoinResult> {
  const { uid } = caller;
  const address = verifiedAddress(caller);
  const fields = await tx.read(paths.invite(id));
  if (!fields) return { refused: 'not-found' };
  const invite = readInvite(fields);
  const { library, album, as } = invite;
  const [libraryFields, albumFields, member, request, ...revocations] = await tx.readAll([
    paths.library(library),
    paths.album(library, album ?? ALL),
    paths.member(library, uid),
    paths.request(uid),
    paths.revocation(library, uid),
    paths.revocation(library, emailInviteId(ids, library, address)),
    ...(album === undefined ? [] : [paths.albumRevocation(library, album, uid)]),
  ]);
  const { deleteAt, roles } = libraryFields ? readLibrary(libraryFields) : {};
  if (!roles || deleteAt !== undefined) return { refused: 'not-found' };
  const at = clock.now();
  const refused =
    inviteRefusal(invite, { uid, address }, at) ??
    (isInviterAllowed(invite, roles) &&
    !revocations.some((revocation) => isInviteOlderThanRevocation(revocation, invite.at))
      ? undefined
      : 'invite-expired');
  const isIn = roleOf({ roles }, uid) !== undefined || (albumFields && readAlbum(albumFields).readers.includes(uid));
  // The whole library is read only for someone whom the invite admits or who has access already.
  if (refused !== undefined && !isIn) return { refused };
  const state = await readLibraryState(tx, library);
  if (!state) return { refused: 'not-found' };
  const after = as === 'guest' ? asGuest(state, album, caller, at) : asMember(state, as, album, uid);
  const result = (now: Sharing, isNew: boolean): JoinResult => ({
    destination: { library, ...(album !== undefined && isReader(now, album, uid) && { album }) },
    ...{ isNew, hasJoined: isNew && as !== 'guest' && roleOf(state, uid) === undefined },
  });
  if (after === state) return result(state, false);
  if (refused !== undefined) return { refused };
  if (typeof after === 'string') return { refused: after };
  recordJoin(tx, ids, state, after, { caller, invite, id, at });
  if (as !== 'guest' && !member) tx.set(paths.member(library, uid), newMember(caller, at));
  if (as !== 'guest' && request && readAccessRequest(request).library === library) tx.remove(paths.request(uid));
  return result(after, true);
}

/** Stores the library and album that the person's devices open next. */
function setLastVisited(
  tx: Transaction,
  uid: Uid,
  user: Fields | undefined,
  { library, album }: Destination,
  at: number,
): void {
  const { lastAlbum: last, ...rest } = user ?? {};
  const lastAlbum = album ?? (rest['lastLibrary'] === library ? last : undefined);
  const visited = { lastLibrary: library, ...(lastAlbum !== undefined && { lastAlbum }) };
  tx.set(paths.user(uid), { ...rest, ...visited, seenAt: new Date(at) });
}

/** Redeems the invites for the caller's verified address. Returns the libraries joined, and what the caller may create and answer. */
export async function onSignIn(ports: JoinPorts & { log: Log }, caller: Caller): Promise<ApiResponse<'onSignIn'>> {
  const { store, clock, log } = ports;
  const waiting = { where: ['for', '==', verifiedAddress(caller)] } as const;
  const canCreateLibrary = isAllowedToCreateLibrary(await store.read(paths.access()), caller);
  const joined: LibraryId[] = [];
  for (const { id, fields } of await store.find(paths.invites(), waiting)) {
    try {
      // Runs at every start of the app, so closed invites must not cost a read of the library.
      if (closedReason(readInvite(fields), clock.now()) !== undefined) continue;
      const result = await store.transact(async (tx) => {
        const user = await tx.read(paths.user(caller.uid));
        const joining = await joinByInvite(tx, ports, caller, id as InviteId);
        if ('destination' in joining && joining.isNew)
          setLastVisited(tx, caller.uid, user, joining.destination, clock.now());
        return joining;
      });
      if ('destination' in result && result.hasJoined) joined.push(result.destination.library);
    } catch (error) {
      // A bad document in one library must not keep the caller out of the others.
      if (!(error instanceof BadDocument)) throw error;
      log('could not join', { invite: paths.invite(id as InviteId), error: error.message });
    }
  }
  return { joined, canCreateLibrary, requestCount: await countAccessRequests(store, caller) };
}

/** What an invite link leads to, without redeeming it. A closed invite is shown only to people who have its access. */
export async function previewInvite(
  { store, clock, ids }: JoinPorts,
  caller: Caller | undefined,
  { secret }: ApiRequest<'previewInvite'>,
): Promise<ApiResponse<'previewInvite'>> {
  const fields = isSecret(secret) ? await store.read(paths.invite(ids.fingerprint(secret))) : undefined;
  if (!fields) throw new ApiError('not-found');
  const invite = readInvite(fields);
  const { library: l, album: a, as, by } = invite;
  const found = await store.readAll([
    paths.library(l),
    paths.member(l, by),
    ...(a === undefined ? [] : [paths.album(l, a)]),
  ]);
  const library = found[0] && readLibrary(found[0]);
  const album = found[2] && readAlbum(found[2]);
  if (!library || library.deleteAt !== undefined || (as === 'guest' && (!album || album.deletedAt !== undefined)))
    throw new ApiError('not-found');
  const isIn = caller && (roleOf(library, caller.uid) !== undefined || (album?.readers.includes(caller.uid) ?? false));
  const end =
    closedReason(invite, clock.now()) ?? (isInviterAllowed(invite, library.roles) ? undefined : 'invite-expired');
  if (!isIn && end !== undefined) throw new ApiError(end);
  const creator = found[1] ? readMember(found[1]).name : '?';
  const preview = { library: library.name, by: creator, as, isForOnePerson: invite.for !== undefined };
  return { ...preview, ...(album && { album: album.title }) };
}

/** Redeems an invite link; repeated calls lead to the same place. */
export async function redeemInvite(
  ports: JoinPorts,
  caller: Caller,
  { secret }: ApiRequest<'redeemInvite'>,
): Promise<ApiResponse<'redeemInvite'>> {
  const { store, clock, ids } = ports;
  if (!isSecret(secret)) throw new ApiError('not-found');
  const result = await store.transact(async (tx) => {
    const user = await tx.read(paths.user(caller.uid));
    const joining = await joinByInvite(tx, ports, caller, ids.fingerprint(secret));
    if ('destination' in joining) setLastVisited(tx, caller.uid, user, joining.destination, clock.now());
    return joining;
  });
  if ('refused' in result) throw new ApiError(result.refused);
  return result.destination;
}
