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
import { librariesOf } from '../access/libraries-of.ts';
import type { Fields, Store, Transaction } from '../ports/documents.ts';
import type { Clock, Ids } from '../ports/system.ts';
import { verifiedAddress, type Caller } from '../access/caller.ts';
import { displayName } from '../library/people.ts';
import { readLibraryState, logActivity, writeSharing } from './sharing-state.ts';

interface AccessRequestPorts {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** The requested library, by its id or by an invite to it. */
async function requestedLibrary(
  tx: Transaction,
  ids: Ids,
  { library, secret }: ApiRequest<'requestAccess'>,
): Promise<LibraryId | undefined> {
  if (library !== undefined || secret === undefined || !isSecret(secret)) return library;
  const invite = await tx.read(paths.invite(ids.fingerprint(secret)));
  return invite && readInvite(invite).library;
}

/** Stores an access request, which replaces the caller's previous one. A request that nobody could answer is not stored. */
export async function requestAccess(
  { store, clock, ids }: AccessRequestPorts,
  caller: Caller,
  request: ApiRequest<'requestAccess'>,
): Promise<ApiResponse<'requestAccess'>> {
  const address = verifiedAddress(caller);
  await store.transact(async (tx) => {
    const library = await requestedLibrary(tx, ids, request);
    if (library !== undefined) {
      const fields = await tx.read(paths.library(library));
      const found = fields && readLibrary(fields);
      if (!found || found.deleteAt !== undefined || roleOf(found, caller.uid) !== undefined) return;
    }
    const { name, message } = request;
    tx.set(
      paths.request(caller.uid),
      writeAccessRequest({ name, message, address, at: clock.now(), ...(library && { library }) }),
    );
  });
  return {};
}

const isInstallationOwner = (access: Fields | undefined, address: string): boolean =>
  access !== undefined && readAccess(access).owners.includes(address);

/** The libraries whose requests the caller may answer; `null` stands for requests to create one. */
async function answerableLibraries(store: Store, caller: Caller): Promise<(LibraryId | null)[]> {
  const address = verifiedAddress(caller);
  const joined = await librariesOf(store, caller.uid);
  const owned = joined.filter(
    ({ library }) => library.deleteAt === undefined && can(principalOf(library, caller.uid), 'answer-requests'),
  );
  const ids: (LibraryId | null)[] = owned.map(({ id }) => id);
  return isInstallationOwner(await store.read(paths.access()), address) ? [...ids, null] : ids;
}

/** The number of requests that the caller may answer. */
export async function countAccessRequests(store: Store, caller: Caller): Promise<number> {
  const counts = (await answerableLibraries(store, caller)).map((library) =>
    store.count(paths.requests(), { where: ['library', '==', library] }),
  );
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
}

/** The requests that the caller may answer, newest first, at most `MAX_REQUESTS_LISTED`. */
export async function listAccessRequests(
  { store }: AccessRequestPorts,
  caller: Caller,
): Promise<ApiResponse<'listAccessRequests'>> {
  const found = (await answerableLibraries(store, caller)).map((library) =>
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

/** Makes the person who sent a request a member of a library. */
async function acceptRequest(
  tx: Transaction,
  { clock, ids }: AccessRequestPorts,
  caller: Caller,
  { uid, name }: { readonly uid: Uid } & AccessRequest,
  { library, role }: { readonly library: LibraryId; readonly role: Role },
): Promise<void> {
  const state = await readLibraryState(tx, library);
  if (!state || !can(principalOf(state.library, caller.uid), 'answer-requests')) throw new ApiError('forbidden');
  if (state.library.deleteAt !== undefined) throw new ApiError('not-found');
  // They joined by other means meanwhile.
  if (roleOf(state, uid) !== undefined) return;
  if (state.members.length >= MAX_MEMBERS) throw new ApiError('limit-reached');
  const at = clock.now();
  writeSharing(tx, state, withRole(state, uid, role), at, ids);
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
  ports: AccessRequestPorts,
  caller: Caller,
  { uid, answer }: ApiRequest<'answerAccessRequest'>,
): Promise<ApiResponse<'answerAccessRequest'>> {
  const address = verifiedAddress(caller);
  await ports.store.transact(async (tx) => {
    const [fields, access] = await tx.readAll([paths.request(uid), paths.access()]);
    const request = fields && readAccessRequest(fields);
    if (!request) throw new ApiError('not-found');
    if (request.library === undefined) {
      if (!isInstallationOwner(access, address)) throw new ApiError('not-found');
    } else if (answer.kind === 'allow-create' || request.library !== answer.library) throw new ApiError('not-found');
    if (answer.kind === 'join') await acceptRequest(tx, ports, caller, { uid, ...request }, answer);
    if (answer.kind === 'allow-create' && access)
      tx.update(paths.access(), { allowed: [...new Set([...readAccess(access).allowed, request.address])] });
    tx.remove(paths.request(uid));
  });
  return {};
}
