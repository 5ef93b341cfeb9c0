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
import { displayName, requireLibrary } from '../library/people.ts';
import { logActivity } from './sharing-state.ts';

const DAY_MS = 86_400_000;

/** What keeping invites needs. */
interface InvitePorts {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** The invite that waits for an address in a library. */
export const emailInviteId = (ids: Pick<Ids, 'fingerprint'>, library: LibraryId, address: string): InviteId =>
  ids.fingerprint(`${library}\n${address}`);

const invitesTo = (from: Pick<Store, 'find'>, library: LibraryId): Promise<StoredDocument[]> =>
  from.find(paths.invites(), { where: ['library', '==', library] });

const isWaiting = (held: Invite, roles: Library['roles'], now: number): boolean =>
  closedReason(held, now) === undefined && isInviterAllowed(held, roles);

/** Throws ApiError where somebody may not invite as this, or as many wait as may; the one at `path` is not counted. */
async function requireInvitePermission(
  tx: Transaction,
  library: LibraryId,
  caller: Caller,
  { as, at, path }: { readonly as: InviteRole; readonly at: number; readonly path?: string },
): Promise<void> {
  const { roles } = await requireLibrary(tx, library, caller, inviteAction(as));
  const others = (await invitesTo(tx, library)).filter((found) => found.path !== path);
  const waiting = others.filter(({ fields }) => isWaiting(readInvite(fields), roles, at));
  if (waiting.length >= MAX_INVITES) throw new ApiError('limit-reached');
}

/** Keeps an invite for an address; whether anybody has it makes no difference to the answer. */
export async function inviteByEmail(
  { store, clock, ids }: InvitePorts,
  caller: Caller,
  { library, address, role }: ApiRequest<'inviteByEmail'>,
): Promise<ApiResponse<'inviteByEmail'>> {
  const person = addressOf(address);
  if (person === undefined) throw new ApiError('invalid-request');
  const path = paths.invite(emailInviteId(ids, library, person));
  await store.transact(async (tx) => {
    const at = clock.now();
    await requireInvitePermission(tx, library, caller, { as: role, at, path });
    const expiresAt = at + ADDRESS_INVITE_DAYS * DAY_MS;
    tx.set(path, writeInvite({ library, as: role, uses: 1, usedBy: [], expiresAt, for: person, by: caller.uid, at }));
    logActivity(
      tx,
      library,
      { type: 'invited', at, by: caller.uid, byName: displayName(caller), person, as: role },
      ids,
    );
  });
  return {};
}

/** The title of an album that an invite leads to; throws ApiError where there is none, or guests would see all. */
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
  const fields = await tx.read(paths.album(library, album));
  if (!fields) throw new ApiError('not-found');
  return readAlbum(fields).title;
}

/** Makes an invite to be sent as a link: only the hash of its secret is stored. */
export async function createInviteLink(
  { store, clock, ids }: InvitePorts,
  caller: Caller,
  { library, as, album, uses, days, for: address }: ApiRequest<'createInviteLink'>,
): Promise<ApiResponse<'createInviteLink'>> {
  const person = address === undefined ? undefined : addressOf(address);
  // What waits for one address lets one person in.
  if (address !== undefined && (person === undefined || uses !== 1)) throw new ApiError('invalid-request');
  const secret = ids.secret();
  const expiresAt = await store.transact(async (tx) => {
    const at = clock.now();
    await requireInvitePermission(tx, library, caller, { as, at });
    const target = await titleOf(tx, library, as, album);
    const held: Invite = {
      ...{ library, as, uses, usedBy: [], expiresAt: at + days * DAY_MS, by: caller.uid, at },
      ...(album !== undefined && { album }),
      ...(person !== undefined && { for: person }),
    };
    tx.set(paths.invite(ids.fingerprint(secret)), writeInvite(held));
    tellInvited(tx, 'invited', caller, held, target, at, ids);
    return held.expiresAt;
  });
  return { secret, expiresAt };
}

/** Tells the owners that an invite was made or withdrawn. */
function tellInvited(
  tx: Transaction,
  type: 'invited' | 'revoked-invite',
  caller: Caller,
  { library, as, for: person }: Invite,
  target: string | undefined,
  at: number,
  ids: Ids,
): void {
  const deed = { type, at, by: caller.uid, byName: displayName(caller), as } as const;
  logActivity(
    tx,
    library,
    { ...deed, ...(person !== undefined && { person }), ...(target !== undefined && { target }) },
    ids,
  );
}

/** The invites of a library that wait, and the latest of those that were used; each with the name of who made it. */
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
  const waiting = new Set(all.filter((held) => isWaiting(held, roles, now)));
  const used = all.filter((held) => !waiting.has(held) && held.usedBy.length > 0).slice(0, MAX_INVITES);
  const shown = all.filter((held) => waiting.has(held) || used.includes(held));
  const makers = [...new Set(shown.map(({ by }) => by))];
  const members = await store.readAll(makers.map((uid) => paths.member(library, uid)));
  const names = new Map(makers.map((uid, i) => [uid, members[i] ? readMember(members[i]).name : '?']));
  const told = shown.map(({ library: _, ...held }) => ({
    ...held,
    // One whose maker is gone is over, whatever it says.
    expiresAt: isInviterAllowed(held, roles) ? held.expiresAt : Math.min(held.expiresAt, now),
    byName: names.get(held.by) ?? '?',
  }));
  return { invites: told };
}

/** Withdraws an invite: it lets nobody in any more, and is not listed. */
export async function revokeInvite(
  { store, clock, ids }: InvitePorts,
  caller: Caller,
  { library, invite: id }: ApiRequest<'revokeInvite'>,
): Promise<ApiResponse<'revokeInvite'>> {
  await store.transact(async (tx) => {
    const principal = principalOf(await requireLibrary(tx, library, caller, 'invite-guest'), caller.uid);
    const fields = await tx.read(paths.invite(id));
    const held = fields && readInvite(fields);
    // One that is not theirs to see is not there.
    if (!held || held.library !== library || !can(principal, inviteAction(held.as))) throw new ApiError('not-found');
    const album = held.album === undefined ? undefined : await tx.read(paths.album(library, held.album));
    tx.remove(paths.invite(id));
    tellInvited(tx, 'revoked-invite', caller, held, album && readAlbum(album).title, clock.now(), ids);
  });
  return {};
}

/** Takes the name of who is gone, and the address that waited for them, out of the invites by which they came. */
export async function removeNameFromInvites(store: Store, uid: Uid): Promise<void> {
  const isTheirs = ({ usedBy }: Invite): boolean => usedBy.some((one) => one.uid === uid);
  const theirs = (await store.find(paths.invites(), {})).filter(({ fields }) => isTheirs(readInvite(fields)));
  for (const { path } of theirs) {
    await store.transact(async (tx) => {
      const fields = await tx.read(path);
      if (!fields) return;
      const { for: _, ...held } = readInvite(fields);
      const usedBy = held.usedBy.map((one) => (one.uid === uid ? { ...one, name: NO_NAME } : one));
      tx.set(path, writeInvite({ ...held, usedBy }));
    });
  }
}
