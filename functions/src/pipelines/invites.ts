import {
  ADDRESS_INVITE_DAYS,
  addressOf,
  BadDocument,
  inviteRefusal,
  MAX_GUESTS,
  MAX_INVITES,
  MAX_MEMBERS,
  paths,
  Reader,
  readInvite,
  Refused,
  withGuest,
  withRole,
  writeInvite,
  type AlbumId,
  type Calls,
  type CallRefusal,
  type Invite,
  type InviteId,
  type LibraryId,
  type Role,
  type Sharing,
} from '@maru/model';
import type { Clock, Ids, Log, Store, Transaction } from '../ports.ts';
import { verifiedAddress, type Caller } from './caller.ts';
import { calledBy, isAllowedToBegin, libraryFor, memberOf } from './people.ts';
import { readHouse, tellOwners, writeSharing, type House } from './sharing.ts';

const DAY_MS = 86_400_000;
const RANK: Readonly<Record<Role, number>> = { viewer: 1, editor: 2, owner: 3 };

/** Keeps an invite for an address; whether anybody has it makes no difference to the answer. */
export async function invite(
  { store, clock, ids }: { store: Store; clock: Clock; ids: Ids },
  caller: Caller,
  { library, address, role }: Calls['invite']['ask'],
): Promise<Calls['invite']['answer']> {
  const whom = addressOf(address);
  if (whom === undefined) throw new Refused('bad-input');
  const path = paths.invite(ids.fingerprint(`${library}\n${whom}`));
  await store.transact(async (tx) => {
    await libraryFor(tx, library, caller, 'invite');
    await mustHaveRoom(tx, library, clock.now(), path);
    const at = clock.now();
    const until = at + ADDRESS_INVITE_DAYS * DAY_MS;
    tx.set(path, writeInvite({ library, as: role, uses: 1, usedBy: [], until, for: whom, by: caller.uid, at }));
    tellOwners(tx, library, { did: 'invited', at, by: caller.uid, byName: calledBy(caller), whom, as: role }, ids);
  });
  return {};
}

/** Throws Refused where as many invites of a library wait as may; the one at `path` is not counted. */
export async function mustHaveRoom(tx: Transaction, library: LibraryId, now: number, path?: string): Promise<void> {
  const all = await tx.find(paths.invites(), { where: ['library', '==', library] });
  const waiting = all.filter((found) => {
    const { until, uses, usedBy } = readInvite(found.fields);
    return found.path !== path && now < until && usedBy.length < uses;
  });
  if (waiting.length >= MAX_INVITES) throw new Refused('too-many');
}

/** What came of coming by an invite. */
export type Came =
  | { readonly library: LibraryId; readonly album?: AlbumId; readonly isNew: boolean }
  | { readonly refused: CallRefusal };

/** Who somebody becomes by an invite, or undefined where they are that already. */
function invited(house: House, { as, album }: Invite, caller: Caller, now: number): Sharing | CallRefusal | undefined {
  const had = Object.hasOwn(house.roles, caller.uid) ? house.roles[caller.uid] : undefined;
  if (as === 'guest') {
    const shared = album === undefined ? undefined : house.albums.get(album);
    if (album === undefined || !shared) return 'not-found';
    if (shared.readers.includes(caller.uid)) return undefined;
    if (Object.keys(shared.guests).length >= MAX_GUESTS) return 'too-many';
    return withGuest(house, album, caller.uid, { name: calledBy(caller), since: now });
  }
  if (had !== undefined && RANK[had] >= RANK[as]) return undefined;
  if (had === undefined && house.members.length >= MAX_MEMBERS) return 'too-many';
  return withRole(house, caller.uid, as);
}

/**
 * Somebody comes by an invite: becomes a member or a guest, once. Who is that already is where they would have come to,
 * and uses nothing up; who was removed comes only by an invite that was made after that.
 */
export async function comeBy(
  tx: Transaction,
  { clock, ids }: { clock: Clock; ids: Ids },
  caller: Caller,
  id: InviteId,
): Promise<Came> {
  const address = verifiedAddress(caller);
  const fields = await tx.read(paths.invite(id));
  if (!fields) return { refused: 'not-found' };
  const held = readInvite(fields);
  const { library, album } = held;
  const house = await readHouse(tx, library);
  const removed = await tx.read(paths.removal(library, caller.uid));
  const isMember = await tx.read(paths.member(library, caller.uid));
  if (!house || house.library.endsAt !== undefined) return { refused: 'not-found' };
  const at = clock.now();
  const place = { library, ...(album !== undefined && house.albums.has(album) && { album }) };
  const after = invited(house, held, caller, at);
  if (after === undefined) return { ...place, isNew: false };
  const refused = typeof after === 'string' ? after : inviteRefusal(held, { uid: caller.uid, address }, at);
  if (refused !== undefined || typeof after === 'string') return { refused: refused ?? 'not-found' };
  if (removed && new Reader('removal', removed).instant('at') >= held.at) return { refused: 'invite-over' };
  writeSharing(tx, house, after, at, ids);
  const name = calledBy(caller);
  if (held.as !== 'guest' && !isMember) tx.set(paths.member(library, caller.uid), memberOf(caller, at));
  tx.set(paths.invite(id), writeInvite({ ...held, usedBy: [...held.usedBy, { uid: caller.uid, name, at }] }));
  const did = held.as === 'guest' ? 'guest-came' : 'joined';
  const what = held.as === 'guest' && album !== undefined ? house.albums.get(album)?.title : undefined;
  const deed = { did, at, by: caller.uid, byName: name, as: held.as } as const;
  tellOwners(tx, library, { ...deed, ...(what !== undefined && { what }) }, ids);
  return { ...place, isNew: true };
}

/** Somebody came: joins what waits for their verified address, and says whether they may make libraries. */
export async function arrive(
  ports: { store: Store; clock: Clock; ids: Ids; log: Log },
  caller: Caller,
): Promise<Calls['arrive']['answer']> {
  const { store, log } = ports;
  const waiting = { where: ['for', '==', verifiedAddress(caller)] } as const;
  const mayBegin = await isAllowedToBegin(store, caller);
  const joined: LibraryId[] = [];
  for (const { id } of await store.find(paths.invites(), waiting)) {
    try {
      const came = await store.transact((tx) => comeBy(tx, ports, caller, id as InviteId));
      if (!('refused' in came) && came.isNew) joined.push(came.library);
    } catch (error) {
      // One library with a bad document does not keep anybody out of the others.
      if (!(error instanceof BadDocument)) throw error;
      log('could not join', { invite: paths.invite(id as InviteId), why: error.message });
    }
  }
  return { joined, mayBegin, asks: 0 };
}
