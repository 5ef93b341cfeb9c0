import {
  ADDRESS_INVITE_DAYS,
  addressOf,
  ALL,
  closedReason,
  inviteAction,
  isInviterAllowed,
  MAX_INVITES,
  can,
  NO_NAME,
  paths,
  principalOf,
  readAlbum,
  readInvite,
  readMember,
  ApiError,
  writeInvite,
  type AlbumId,
  type ApiRequest,
  type ApiResponse,
  type Invite,
  type InviteRole,
  type InviteId,
  type Library,
  type LibraryId,
  type Uid,
} from '@maru/model';
import type { StoredDocument, Store, Transaction } from '../ports/documents.ts';
import type { Clock, Ids } from '../ports/system.ts';
import type { Caller } from '../access/caller.ts';
import { requireAlbum } from '../library/albums.ts';
import { displayName, requireLibrary } from '../library/people.ts';
import { logActivity } from './sharing-state.ts';

const DAY_MS = 86_400_000;

interface InvitePorts {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** The id of a library's invite for an address. */
export const emailInviteId = (ids: Pick<Ids, 'fingerprint'>, library: LibraryId, address: string): InviteId =>
  ids.fingerprint(`${library}\n${address}`);

const invitesTo = (from: Pick<Store, 'find'>, library: LibraryId): Promise<StoredDocument[]> =>
  from.find(paths.invites(), { where: ['library', '==', library] });

const isOpen = (invite: Invite, roles: Library['roles'], now: number): boolean =>
  closedReason(invite, now) === undefined && isInviterAllowed(invite, roles);

/** Throws ApiError if the caller may not invite with this role, or the library has `MAX_INVITES` open invites, not counting the one at `path`. */
async function requireInvitePermission(
  tx: Transaction,
  library: LibraryId,
  caller: Caller,
  { as, at, path }: { readonly as: InviteRole; readonly at: number; readonly path?: string },
): Promise<void> {
  const { roles } = await requireLibrary(tx, library, caller, inviteAction(as));
  const others = (await invitesTo(tx, library)).filter((found) => found.path !== path);
  const open = others.filter(({ fields }) => isOpen(readInvite(fields), roles, at));
  if (open.length >= MAX_INVITES) throw new ApiError('limit-reached');
}

/** Creates an invite for an address. The response does not reveal whether an account has that address. */
export async function inviteByEmail(
  { store, clock, ids }: InvitePorts,
  caller: Caller,
  { library, address, role }: ApiRequest<'inviteByEmail'>,
): Promise<ApiResponse<'inviteByEmail'>> {
  const recipient = addressOf(address);
  if (recipient === undefined) throw new ApiError('invalid-request');
  const path = paths.invite(emailInviteId(ids, library, recipient));
  await store.transact(async (tx) => {
    const at = clock.now();
    await requireInvitePermission(tx, library, caller, { as: role, at, path });
    const expiresAt = at + ADDRESS_INVITE_DAYS * DAY_MS;
    tx.set(
      path,
      writeInvite({ library, as: role, uses: 1, usedBy: [], expiresAt, for: recipient, by: caller.uid, at }),
    );
    logActivity(
      tx,
      library,
      { type: 'invited', at, by: caller.uid, byName: displayName(caller), person: recipient, as: role },
      ids,
    );
  });
  return {};
}

/** The title of an invite's album; throws ApiError if it does not exist, or for a guest invite to `all`. */
async function titleOf(
  tx: Transaction,
  library: LibraryId,
  as: InviteRole,
  album?: AlbumId,
): Promise<string | undefined> {
  if (album === undefined) {
    if (as === 'guest') throw new ApiError('invalid-request');
    return undefined;
  }
  if (as === 'guest' && album === ALL) throw new ApiError('invalid-request');
  return (await requireAlbum(tx, library, album)).title;
}

/** Creates an invite link. Only the hash of its secret is stored. */
export async function createInviteLink(
  { store, clock, ids }: InvitePorts,
  caller: Caller,
  { library, as, album, uses, days, for: address }: ApiRequest<'createInviteLink'>,
): Promise<ApiResponse<'createInviteLink'>> {
  const recipient = address === undefined ? undefined : addressOf(address);
  if (address !== undefined && (recipient === undefined || uses !== 1)) throw new ApiError('invalid-request');
  const secret = ids.secret();
  const expiresAt = await store.transact(async (tx) => {
    const at = clock.now();
    await requireInvitePermission(tx, library, caller, { as, at });
    const title = await titleOf(tx, library, as, album);
    const invite: Invite = {
      ...{ library, as, uses, usedBy: [], expiresAt: at + days * DAY_MS, by: caller.uid, at },
      ...(album !== undefined && { album }),
      ...(recipient !== undefined && { for: recipient }),
    };
    tx.set(paths.invite(ids.fingerprint(secret)), writeInvite(invite));
    logInviteActivity(tx, 'invited', caller, invite, title, at, ids);
    return invite.expiresAt;
  });
  return { secret, expiresAt };
}

function logInviteActivity(
  tx: Transaction,
  type: 'invited' | 'revoked-invite',
  caller: Caller,
  { library, as, for: recipient }: Invite,
  title: string | undefined,
  at: number,
  ids: Ids,
): void {
  const activity = { type, at, by: caller.uid, byName: displayName(caller), as } as const;
  logActivity(
    tx,
    library,
    {
      ...activity,
      ...(recipient !== undefined && { person: recipient }),
      ...(title !== undefined && { target: title }),
    },
    ids,
  );
}

/** A library's open invites and the newest used ones, each with its creator's name. */
export async function listInvites(
  { store, clock }: InvitePorts,
  caller: Caller,
  { library }: ApiRequest<'listInvites'>,
): Promise<ApiResponse<'listInvites'>> {
  const { roles } = await requireLibrary(store, library, caller, 'invite-guest');
  const principal = principalOf({ roles }, caller.uid);
  const all = (await invitesTo(store, library))
    .map(({ id, fields }) => ({ id: id as InviteId, ...readInvite(fields) }))
    .filter(({ as }) => can(principal, inviteAction(as)))
    .sort((a, b) => b.at - a.at);
  const now = clock.now();
  const open = new Set(all.filter((invite) => isOpen(invite, roles, now)));
  const used = all.filter((invite) => !open.has(invite) && invite.usedBy.length > 0).slice(0, MAX_INVITES);
  const shown = all.filter((invite) => open.has(invite) || used.includes(invite));
  const creators = [...new Set(shown.map(({ by }) => by))];
  const members = await store.readAll(creators.map((uid) => paths.member(library, uid)));
  const names = new Map(creators.map((uid, i) => [uid, members[i] ? readMember(members[i]).name : '?']));
  const invites = shown.map(({ library: _, ...invite }) => ({
    ...invite,
    // Invites become invalid when their creator leaves, is removed or is demoted.
    expiresAt: isInviterAllowed(invite, roles) ? invite.expiresAt : Math.min(invite.expiresAt, now),
    byName: names.get(invite.by) ?? '?',
  }));
  return { invites };
}

/** Deletes an invite. */
export async function revokeInvite(
  { store, clock, ids }: InvitePorts,
  caller: Caller,
  { library, invite: id }: ApiRequest<'revokeInvite'>,
): Promise<ApiResponse<'revokeInvite'>> {
  await store.transact(async (tx) => {
    const principal = principalOf(await requireLibrary(tx, library, caller, 'invite-guest'), caller.uid);
    const fields = await tx.read(paths.invite(id));
    const invite = fields && readInvite(fields);
    // The same error as for a missing invite: it must not reveal that the invite exists.
    if (!invite || invite.library !== library || !can(principal, inviteAction(invite.as)))
      throw new ApiError('not-found');
    const album = invite.album === undefined ? undefined : await tx.read(paths.album(library, invite.album));
    tx.remove(paths.invite(id));
    logInviteActivity(tx, 'revoked-invite', caller, invite, album && readAlbum(album).title, clock.now(), ids);
  });
  return {};
}

/** Removes the name and the address of a deleted account from the invites that it used. */
export async function removeNameFromInvites(store: Store, uid: Uid): Promise<void> {
  const isUsedByThem = ({ usedBy }: Invite): boolean => usedBy.some((one) => one.uid === uid);
  const used = (await store.find(paths.invites(), {})).filter(({ fields }) => isUsedByThem(readInvite(fields)));
  for (const { path } of used) {
    await store.transact(async (tx) => {
      const fields = await tx.read(path);
      if (!fields) return;
      const { for: _, ...invite } = readInvite(fields);
      const usedBy = invite.usedBy.map((one) => (one.uid === uid ? { ...one, name: NO_NAME } : one));
      tx.set(path, writeInvite({ ...invite, usedBy }));
    });
  }
}
