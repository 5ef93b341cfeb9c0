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
import { isRevokedSince, readLibraryState, logActivity, writeSharing, type LibraryState } from './sharing-state.ts';

/** What coming needs. */
interface ComePorts {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** Where an invite leads. */
interface Place {
  readonly library: LibraryId;
  readonly album?: AlbumId;
}

/** What came of coming by an invite. */
type Came =
  { readonly place: Place; readonly isNew: boolean; readonly hasJoined: boolean } | { readonly refused: ApiErrorCode };

const isReader = ({ albums }: Sharing, album: AlbumId, uid: Uid): boolean =>
  albums.get(album)?.readers.includes(uid) ?? false;

/** With this member, who sees the album that the invite names; the same where they do already. */
function asMember(house: LibraryState, as: Role, album: AlbumId | undefined, uid: Uid): Sharing | ApiErrorCode {
  const had = roleOf(house, uid);
  if (had === undefined && house.members.length >= MAX_MEMBERS) return 'limit-reached';
  const inside = had === undefined || isLowerRole(had, as) ? withRole(house, uid, as) : house;
  if (album === undefined || !house.albums.has(album) || isReader(inside, album, uid)) return inside;
  return withAlbums(inside, [album], ({ audience, guests }) => ({
    audience: widenAudience(audience, [uid], []),
    guests,
  }));
}

/** With this guest; the same where they see the album already. */
function asGuest(
  house: LibraryState,
  album: AlbumId | undefined,
  caller: Caller,
  since: number,
): Sharing | ApiErrorCode {
  const shared = album === undefined ? undefined : house.albums.get(album);
  if (album === undefined || !shared) return 'not-found';
  if (shared.readers.includes(caller.uid)) return house;
  if (Object.keys(shared.guests).length >= MAX_GUESTS) return 'limit-reached';
  return withGuest(house, album, caller.uid, { name: displayName(caller), since });
}

/** Writes that somebody came: who they are now, that the invite was used, and what the owners are told. */
function letCome(
  tx: Transaction,
  ids: Ids,
  house: LibraryState,
  after: Sharing,
  came: { caller: Caller; held: Invite; id: InviteId; at: number },
): void {
  const { caller, held, id, at } = came;
  const name = displayName(caller);
  writeSharing(tx, house, after, at, ids);
  tx.set(paths.invite(id), writeInvite({ ...held, usedBy: [...held.usedBy, { uid: caller.uid, name, at }] }));
  const target = held.album === undefined ? undefined : house.albums.get(held.album)?.title;
  const type = held.as === 'guest' ? 'guest-joined' : 'joined';
  const deed = { type, at, by: caller.uid, byName: name, as: held.as } as const;
  logActivity(tx, held.library, { ...deed, ...(target !== undefined && { target }) }, ids);
}

/**
 * Somebody comes by an invite: becomes a member or a guest, once. Who is that already is where they would have come to,
 * and uses nothing up; who was removed, or lost the album that it names, or deleted the account that they came with before,
 * comes only by an invite that was made after that.
 */
async function comeBy(tx: Transaction, { clock, ids }: ComePorts, caller: Caller, id: InviteId): Promise<Came> {
  const { uid } = caller;
  const address = verifiedAddress(caller);
  const fields = await tx.read(paths.invite(id));
  if (!fields) return { refused: 'not-found' };
  const held = readInvite(fields);
  const { library, album, as } = held;
  const [found, shared, member, asked, ...losses] = await tx.readAll([
    paths.library(library),
    paths.album(library, album ?? ALL),
    paths.member(library, uid),
    paths.request(uid),
    paths.revocation(library, uid),
    paths.revocation(library, emailInviteId(ids, library, address)),
    ...(album === undefined ? [] : [paths.albumRevocation(library, album, uid)]),
  ]);
  const { deleteAt, roles } = found ? readLibrary(found) : {};
  if (!roles || deleteAt !== undefined) return { refused: 'not-found' };
  const at = clock.now();
  const refused =
    inviteRefusal(held, { uid, address }, at) ??
    (isInviterAllowed(held, roles) && !losses.some((mark) => isRevokedSince(mark, held.at))
      ? undefined
      : 'invite-expired');
  const isIn = roleOf({ roles }, uid) !== undefined || (shared && readAlbum(shared).readers.includes(uid));
  // Only whom the invite lets in, or who is in already, is worth reading the whole library for.
  if (refused !== undefined && !isIn) return { refused };
  const house = await readLibraryState(tx, library);
  if (!house) return { refused: 'not-found' };
  const after = as === 'guest' ? asGuest(house, album, caller, at) : asMember(house, as, album, uid);
  const came = (now: Sharing, isNew: boolean): Came => ({
    place: { library, ...(album !== undefined && isReader(now, album, uid) && { album }) },
    ...{ isNew, hasJoined: isNew && as !== 'guest' && roleOf(house, uid) === undefined },
  });
  if (after === house) return came(house, false);
  if (refused !== undefined) return { refused };
  if (typeof after === 'string') return { refused: after };
  letCome(tx, ids, house, after, { caller, held, id, at });
  if (as !== 'guest' && !member) tx.set(paths.member(library, uid), newMember(caller, at));
  if (as !== 'guest' && asked && readAccessRequest(asked).library === library) tx.remove(paths.request(uid));
  return came(after, true);
}

/** Writes where somebody's devices begin: a fresh one, or an app that was installed after signing in, opens there. */
function landOn(tx: Transaction, uid: Uid, user: Fields | undefined, { library, album }: Place, at: number): void {
  const { lastAlbum: last, ...rest } = user ?? {};
  const lastAlbum = album ?? (rest['lastLibrary'] === library ? last : undefined);
  const where = { lastLibrary: library, ...(lastAlbum !== undefined && { lastAlbum }) };
  tx.set(paths.user(uid), { ...rest, ...where, seenAt: new Date(at) });
}

/** Somebody came: joins what waits for their verified address, and says what they may begin and have to answer. */
export async function onSignIn(ports: ComePorts & { log: Log }, caller: Caller): Promise<ApiResponse<'onSignIn'>> {
  const { store, clock, log } = ports;
  const waiting = { where: ['for', '==', verifiedAddress(caller)] } as const;
  const canCreateLibrary = isAllowedToCreateLibrary(await store.read(paths.access()), caller);
  const joined: LibraryId[] = [];
  for (const { id, fields } of await store.find(paths.invites(), waiting)) {
    try {
      // At every start of an app: what lets nobody in any more is not worth reading a whole library for.
      if (closedReason(readInvite(fields), clock.now()) !== undefined) continue;
      const came = await store.transact(async (tx) => {
        const user = await tx.read(paths.user(caller.uid));
        const outcome = await comeBy(tx, ports, caller, id as InviteId);
        if ('place' in outcome && outcome.isNew) landOn(tx, caller.uid, user, outcome.place, clock.now());
        return outcome;
      });
      if ('place' in came && came.hasJoined) joined.push(came.place.library);
    } catch (error) {
      // One library with a bad document does not keep anybody out of the others.
      if (!(error instanceof BadDocument)) throw error;
      log('could not join', { invite: paths.invite(id as InviteId), why: error.message });
    }
  }
  return { joined, canCreateLibrary, requestCount: await countAccessRequests(store, caller) };
}

/** What a link leads to. Redeems nothing, and says nothing of what is over to who never came by it. */
export async function previewInvite(
  { store, clock, ids }: ComePorts,
  caller: Caller | undefined,
  { secret }: ApiRequest<'previewInvite'>,
): Promise<ApiResponse<'previewInvite'>> {
  const fields = isSecret(secret) ? await store.read(paths.invite(ids.fingerprint(secret))) : undefined;
  if (!fields) throw new ApiError('not-found');
  const held = readInvite(fields);
  const { library: l, album: a, as, by } = held;
  const found = await store.readAll([
    paths.library(l),
    paths.member(l, by),
    ...(a === undefined ? [] : [paths.album(l, a)]),
  ]);
  const library = found[0] && readLibrary(found[0]);
  const album = found[2] && readAlbum(found[2]);
  if (!library || library.deleteAt !== undefined || (as === 'guest' && !album)) throw new ApiError('not-found');
  const isIn = caller && (roleOf(library, caller.uid) !== undefined || (album?.readers.includes(caller.uid) ?? false));
  const end = closedReason(held, clock.now()) ?? (isInviterAllowed(held, library.roles) ? undefined : 'invite-expired');
  if (!isIn && end !== undefined) throw new ApiError(end);
  const maker = found[1] ? readMember(found[1]).name : '?';
  const told = { library: library.name, by: maker, as, isForOnePerson: held.for !== undefined };
  return { ...told, ...(album && { album: album.title }) };
}

/** Comes by a link; again leads to the same place. */
export async function redeemInvite(
  ports: ComePorts,
  caller: Caller,
  { secret }: ApiRequest<'redeemInvite'>,
): Promise<ApiResponse<'redeemInvite'>> {
  const { store, clock, ids } = ports;
  if (!isSecret(secret)) throw new ApiError('not-found');
  const came = await store.transact(async (tx) => {
    const user = await tx.read(paths.user(caller.uid));
    const outcome = await comeBy(tx, ports, caller, ids.fingerprint(secret));
    if ('place' in outcome) landOn(tx, caller.uid, user, outcome.place, clock.now());
    return outcome;
  });
  if ('refused' in came) throw new ApiError(came.refused);
  return came.place;
}
