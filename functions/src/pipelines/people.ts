import {
  ALL,
  isLibraryId,
  MAX_INVITES,
  MAX_LIBRARIES_MADE,
  MAX_MEMBERS,
  MAX_NAME,
  may,
  mayBegin,
  addressOf,
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
import type { Clock, Fields, Ids, Store, Transaction } from '../ports.ts';
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

const nameOf = (caller: Caller): string =>
  (caller.name?.trim() || caller.address?.split('@')[0] || '?').slice(0, MAX_NAME);

const memberOf = (caller: Caller, now: number): Fields => ({
  name: nameOf(caller),
  joinedAt: new Date(now),
  ...(caller.photo !== undefined && { photo: caller.photo }),
});

async function maySheBegin(store: Store, caller: Caller): Promise<boolean> {
  const access = await store.read(paths.access());
  return access !== undefined && mayBegin(readAccess(access), verifiedAddress(caller));
}

/** Makes a library with its first owner and its album of everything. */
export async function makeLibrary(
  { store, clock, ids }: { store: Store; clock: Clock; ids: Ids },
  caller: Caller,
  { name, timeZone }: Calls['makeLibrary']['ask'],
): Promise<Calls['makeLibrary']['answer']> {
  if (!(await maySheBegin(store, caller))) throw new Refused('may-not');
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

interface Joining {
  readonly library: LibraryId;
  readonly role: Role;
  /** The invite's own path. */
  readonly path: string;
}

/** Reads all that joining one library changes, and gives the writes; undefined where there is nothing to join. */
async function join(
  tx: Transaction,
  caller: Caller,
  joining: Joining,
  now: number,
): Promise<(() => boolean) | undefined> {
  const { library, role } = joining;
  const fields = await tx.read(paths.library(library));
  if (!fields) return () => (tx.remove(joining.path), false);
  const before = readLibrary(fields);
  const had = before.roles[caller.uid];
  if (had === undefined && before.members.length >= MAX_MEMBERS) return undefined;
  if (had !== undefined && RANK[had] >= RANK[role]) return () => (tx.remove(joining.path), false);
  const after = { ...before, roles: { ...before.roles, [caller.uid]: role } };
  const albums = await tx.find(paths.albums(library), {});
  return () => {
    tx.update(paths.library(library), {
      roles: after.roles,
      members: had === undefined ? [...before.members, caller.uid] : before.members,
    });
    if (had === undefined) tx.set(paths.member(library, caller.uid), memberOf(caller, now));
    for (const { path, fields } of albums) {
      const album = readAlbum(fields);
      const readers = readersOf(album.audience, after);
      if (readers.join() !== album.readers.join()) tx.update(path, { readers });
    }
    tx.remove(joining.path);
    return had === undefined;
  };
}

/** Somebody came: joins what waits for their verified address, and says whether they may make libraries. */
export async function arrive(
  { store, clock }: { store: Store; clock: Clock },
  caller: Caller,
): Promise<Calls['arrive']['answer']> {
  const waiting = { where: ['for', '==', verifiedAddress(caller)] } as const;
  const maySheMake = await maySheBegin(store, caller);
  if ((await store.find(paths.invites(), waiting)).length === 0) return { joined: [], mayBegin: maySheMake };
  const joined = await store.transact(async (tx) => {
    const invites = await tx.find(paths.invites(), waiting);
    const steps: { library: LibraryId; write: () => boolean }[] = [];
    for (const { path, fields } of invites) {
      const { library, role } = readInvite(fields);
      const write = isLibraryId(library) ? await join(tx, caller, { library, role, path }, clock.now()) : undefined;
      if (write) steps.push({ library, write });
    }
    return steps.filter(({ write }) => write()).map(({ library }) => library);
  });
  return { joined, mayBegin: maySheMake };
}
