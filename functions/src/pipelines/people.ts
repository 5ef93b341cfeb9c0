import {
  addressOf,
  ALL,
  BadDocument,
  MAX_INVITES,
  MAX_LIBRARIES_MADE,
  MAX_MEMBERS,
  MAX_NAME,
  may,
  mayBegin,
  nameOf,
  paths,
  principalOf,
  readAccess,
  readAlbum,
  readersOf,
  readInvite,
  readLibrary,
  Refused,
  type Action,
  type Calls,
  type Library,
  type LibraryId,
  type Role,
} from '@maru/model';
import type { Clock, Fields, Ids, Log, Store, Transaction } from '../ports.ts';
import { verifiedAddress, type Caller } from './caller.ts';

const RANK: Readonly<Record<Role, number>> = { viewer: 1, editor: 2, owner: 3 };

/** The library that somebody acts in; throws Refused where it is none of theirs or their role does not allow it. */
export async function libraryFor(
  from: { read: (path: string) => Promise<Fields | undefined> },
  library: LibraryId,
  caller: Caller,
  action: Action,
): Promise<Library> {
  const fields = await from.read(paths.library(library));
  // A library that is not there and one that is not theirs answer alike.
  if (!fields) throw new Refused('may-not');
  const found = readLibrary(fields);
  if (!may(principalOf(found, caller.uid), action)) throw new Refused('may-not');
  return found;
}

const calledBy = ({ name = '', address = '' }: Caller): string =>
  [name, address.split('@')[0] ?? ''].map((text) => nameOf(text.slice(0, MAX_NAME))).find((text) => text) ?? '?';

const memberOf = (caller: Caller, now: number): Fields => ({
  name: calledBy(caller),
  joinedAt: new Date(now),
  ...(caller.photo !== undefined && { photo: caller.photo }),
});

/** Whether this person may make libraries here; throws Refused where the sign-in did not verify their address. */
async function isAllowedToBegin(store: Store, caller: Caller): Promise<boolean> {
  const access = await store.read(paths.access());
  return access !== undefined && mayBegin(readAccess(access), verifiedAddress(caller));
}

/** Makes a library with its first owner and its album of everything. */
export async function makeLibrary(
  { store, clock, ids }: { store: Store; clock: Clock; ids: Ids },
  caller: Caller,
  { name, timeZone }: Calls['makeLibrary']['ask'],
): Promise<Calls['makeLibrary']['answer']> {
  if (!(await isAllowedToBegin(store, caller))) throw new Refused('may-not');
  const library = ids.library();
  await store.transact(async (tx) => {
    const theirs = await tx.find(paths.libraries(), { where: ['members', 'array-contains', caller.uid] });
    const owned = theirs.filter(({ fields }) => readLibrary(fields).roles[caller.uid] === 'owner');
    if (owned.length >= MAX_LIBRARIES_MADE) throw new Refused('too-many');
    const now = clock.now();
    const roles = { [caller.uid]: 'owner' } as Library['roles'];
    tx.set(paths.library(library), { name, timeZone, roles, members: [caller.uid] });
    tx.set(paths.member(library, caller.uid), memberOf(caller, now));
    tx.set(paths.album(library, ALL), {
      title: '모두',
      by: caller.uid,
      audience: { kind: 'library' },
      readers: readersOf({ kind: 'library' }, { roles }),
      count: 0,
      madeAt: new Date(now),
      summarizedAt: new Date(0),
    });
  });
  return { library };
}

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
    const waiting = await tx.find(paths.invites(), { where: ['library', '==', library], limit: MAX_INVITES });
    if (waiting.length >= MAX_INVITES && !waiting.some((one) => one.path === path)) throw new Refused('too-many');
    tx.set(path, { library, role, for: whom, by: caller.uid, at: new Date(clock.now()) });
  });
  return {};
}

/** Joins the library of one invite; gives it, or undefined where this person was in it before, or it is full or gone. */
async function join(tx: Transaction, caller: Caller, path: string, now: number): Promise<LibraryId | undefined> {
  const waiting = await tx.read(path);
  if (!waiting) return undefined;
  const { library, role } = readInvite(waiting);
  const fields = await tx.read(paths.library(library));
  const before = fields && readLibrary(fields);
  const had = before?.roles[caller.uid];
  if (!before || (had !== undefined && RANK[had] >= RANK[role])) {
    tx.remove(path);
    return undefined;
  }
  if (had === undefined && before.members.length >= MAX_MEMBERS) return undefined;
  const roles = { ...before.roles, [caller.uid]: role };
  const albums = await tx.find(paths.albums(library), {});
  tx.update(paths.library(library), {
    roles,
    members: had === undefined ? [...before.members, caller.uid] : before.members,
  });
  if (had === undefined) tx.set(paths.member(library, caller.uid), memberOf(caller, now));
  for (const { path, fields } of albums) {
    const album = readAlbum(fields);
    const readers = readersOf(album.audience, { roles });
    if (readers.join() !== album.readers.join()) tx.update(path, { readers });
  }
  tx.remove(path);
  return had === undefined ? library : undefined;
}

/** Somebody came: joins what waits for their verified address, and says whether they may make libraries. */
export async function arrive(
  { store, clock, log }: { store: Store; clock: Clock; log: Log },
  caller: Caller,
): Promise<Calls['arrive']['answer']> {
  const waiting = { where: ['for', '==', verifiedAddress(caller)] } as const;
  const mayBegin = await isAllowedToBegin(store, caller);
  const joined: LibraryId[] = [];
  for (const { path } of await store.find(paths.invites(), waiting)) {
    try {
      const library = await store.transact((tx) => join(tx, caller, path, clock.now()));
      if (library !== undefined) joined.push(library);
    } catch (error) {
      // One library with a bad document does not keep anybody out of the others.
      if (!(error instanceof BadDocument)) throw error;
      log('could not join', { invite: path, why: error.message });
    }
  }
  return { joined, mayBegin };
}
