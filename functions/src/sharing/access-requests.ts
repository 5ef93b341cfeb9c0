import {
  isSecret,
  MAX_REQUESTS_LISTED,
  MAX_MEMBERS,
  can,
  paths,
  principalOf,
  readAccess,
  readAccessRequest,
  readInvite,
  readLibrary,
  ApiError,
  roleOf,
  withRole,
  writeAccessRequest,
  type AccessRequest,
  type ApiRequest,
  type ApiResponse,
  type LibraryId,
  type Role,
  type Uid,
} from '@maru/model';
import type { Fields, Store, Transaction } from '../ports/documents.ts';
import type { Clock, Ids } from '../ports/system.ts';
import { verifiedAddress, type Caller } from '../access/caller.ts';
import { displayName } from '../library/people.ts';
import { readLibraryState, logActivity, writeSharing } from './sharing-state.ts';

/** What asking and answering need. */
interface AskPorts {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** The library that somebody requests for, by its id or by an invite to it. */
async function libraryAskedFor(
  tx: Transaction,
  ids: Ids,
  { library, secret }: ApiRequest<'requestAccess'>,
): Promise<LibraryId | undefined> {
  if (library !== undefined || secret === undefined || !isSecret(secret)) return library;
  const held = await tx.read(paths.invite(ids.fingerprint(secret)));
  return held && readInvite(held).library;
}

/** Keeps what somebody requests, in place of what they asked before. An ask that nobody could answer is not kept. */
export async function requestAccess(
  { store, clock, ids }: AskPorts,
  caller: Caller,
  asked: ApiRequest<'requestAccess'>,
): Promise<ApiResponse<'requestAccess'>> {
  const address = verifiedAddress(caller);
  await store.transact(async (tx) => {
    const library = await libraryAskedFor(tx, ids, asked);
    if (library !== undefined) {
      const fields = await tx.read(paths.library(library));
      const found = fields && readLibrary(fields);
      if (!found || found.deleteAt !== undefined || roleOf(found, caller.uid) !== undefined) return;
    }
    const { name, message } = asked;
    tx.set(
      paths.request(caller.uid),
      writeAccessRequest({ name, message, address, at: clock.now(), ...(library && { library }) }),
    );
  });
  return {};
}

const isInstallationOwner = (access: Fields | undefined, address: string): boolean =>
  access !== undefined && readAccess(access).owners.includes(address);

/** What the requests that somebody may answer are for: libraries that they own, and `null` where they may let others begin. */
async function answersFor(store: Store, caller: Caller): Promise<(LibraryId | null)[]> {
  const address = verifiedAddress(caller);
  const theirs = await store.find(paths.libraries(), { where: ['members', 'array-contains', caller.uid] });
  const owned = theirs.filter(({ fields }) => {
    const library = readLibrary(fields);
    return library.deleteAt === undefined && can(principalOf(library, caller.uid), 'answer-requests');
  });
  const ids: (LibraryId | null)[] = owned.map(({ id }) => id as LibraryId);
  return isInstallationOwner(await store.read(paths.access()), address) ? [...ids, null] : ids;
}

/** How many requests wait for this person's answer. */
export async function countAccessRequests(store: Store, caller: Caller): Promise<number> {
  const counts = (await answersFor(store, caller)).map((library) =>
    store.count(paths.requests(), { where: ['library', '==', library] }),
  );
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
}

/** The requests that somebody may answer, the latest first, `MAX_REQUESTS_LISTED` at most. */
export async function listAccessRequests(
  { store }: AskPorts,
  caller: Caller,
): Promise<ApiResponse<'listAccessRequests'>> {
  const found = (await answersFor(store, caller)).map((library) =>
    store.find(paths.requests(), {
      where: ['library', '==', library],
      order: ['at', 'desc'],
      limit: MAX_REQUESTS_LISTED,
    }),
  );
  const requests = (await Promise.all(found))
    .flat()
    .map(({ id, fields }) => ({ uid: id as Uid, ...readAccessRequest(fields) }));
  return { requests: requests.sort((a, b) => b.at - a.at).slice(0, MAX_REQUESTS_LISTED) };
}

/** Lets who asked into a library of the caller's. */
async function letIn(
  tx: Transaction,
  { clock, ids }: AskPorts,
  caller: Caller,
  { uid, name }: { readonly uid: Uid } & AccessRequest,
  { library, role }: { readonly library: LibraryId; readonly role: Role },
): Promise<void> {
  const house = await readLibraryState(tx, library);
  if (!house || !can(principalOf(house.library, caller.uid), 'answer-requests')) throw new ApiError('forbidden');
  if (house.library.deleteAt !== undefined) throw new ApiError('not-found');
  // Who came in another way meanwhile is what they became then.
  if (roleOf(house, uid) !== undefined) return;
  if (house.members.length >= MAX_MEMBERS) throw new ApiError('limit-reached');
  const at = clock.now();
  writeSharing(tx, house, withRole(house, uid, role), at, ids);
  tx.set(paths.member(library, uid), { name, joinedAt: new Date(at) });
  logActivity(
    tx,
    library,
    { type: 'accepted-request', at, by: caller.uid, byName: displayName(caller), person: name, as: role },
    ids,
  );
}

/**
 * Answers an access request and removes it. A request that is not the caller's to answer does not exist for them. The caller owns the
 * library that the answer names; without one they are an owner of the installation.
 */
export async function answerAccessRequest(
  ports: AskPorts,
  caller: Caller,
  { uid, answer }: ApiRequest<'answerAccessRequest'>,
): Promise<ApiResponse<'answerAccessRequest'>> {
  const address = verifiedAddress(caller);
  await ports.store.transact(async (tx) => {
    const [fields, access] = await tx.readAll([paths.request(uid), paths.access()]);
    const asked = fields && readAccessRequest(fields);
    if (!asked) throw new ApiError('not-found');
    if (asked.library === undefined) {
      if (!isInstallationOwner(access, address)) throw new ApiError('not-found');
    } else if (answer.kind === 'allow-create' || asked.library !== answer.library) throw new ApiError('not-found');
    if (answer.kind === 'join') await letIn(tx, ports, caller, { uid, ...asked }, answer);
    if (answer.kind === 'allow-create' && access)
      tx.update(paths.access(), { allowed: [...new Set([...readAccess(access).allowed, asked.address])] });
    tx.remove(paths.request(uid));
  });
  return {};
}
