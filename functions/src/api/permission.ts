import {
  addressOf,
  ALL,
  ApiError,
  can,
  closedReason,
  inviteAction,
  isSecret,
  paths,
  principalOf,
  readAccess,
  readAlbum,
  readInvite,
  readProgramUser,
  type Action,
  type AlbumId,
  type ApiRequest,
  type Invite,
  type LibraryId,
  type Program,
} from '@maru/model';
import { verifiedAddress, type Caller } from '../access/caller.ts';
import { librariesOf } from '../access/libraries-of.ts';
import { isAllowedToCreateLibrary, requireLibrary } from '../library/people.ts';
import type { Fields, Store } from '../ports/documents.ts';
import type { Clock, Ids } from '../ports/system.ts';

/** What a permission may use. `read` or `find` may be called once: a second call throws. */
export interface PermissionContext {
  readonly read: (path: string) => Promise<Fields | undefined>;
  readonly find: Store['find'];
  readonly clock: Pick<Clock, 'now'>;
  readonly ids: Pick<Ids, 'fingerprint'>;
}

/** Throws ApiError unless the caller may make this request. The handler checks again in its transaction. */
export type Permission<C, Request> = (context: PermissionContext, caller: C, request: Request) => Promise<void>;

/** Requires a verified address; reads nothing. */
export const isVerified: Permission<Caller, unknown> = (_, caller) => {
  verifiedAddress(caller);
  return Promise.resolve();
};

/** Requires that the role in the request's library allows an action. */
export const mayInLibrary =
  <Request extends { library: LibraryId }>(
    action: Action | ((request: Request) => Action),
  ): Permission<Caller, Request> =>
  async (context, caller, request) => {
    await requireLibrary(context, request.library, caller, typeof action === 'string' ? action : action(request));
  };

/** Requires that the caller may share albums, or for `all`, that they may restrict who sees every item. */
export const maySetAudience: Permission<Caller, { library: LibraryId; album: AlbumId }> = mayInLibrary(({ album }) =>
  album === ALL ? 'restrict-all' : 'share-album',
);

/** Requires that the caller may invite with the requested role. */
export const mayInvite: Permission<Caller, ApiRequest<'createInviteLink'>> = mayInLibrary(({ as }) => inviteAction(as));

/** Requires that the caller may invite members, the program `verify` viewers only. */
export const mayInviteByEmail: Permission<Caller, ApiRequest<'inviteByEmail'>> = (context, caller, request) =>
  caller.program === 'verify' && request.role !== 'viewer'
    ? Promise.reject(new ApiError('forbidden'))
    : mayInLibrary('invite-member')(context, caller, request);

/** Requires that the caller is a guest of the request's album. */
export const isGuest: Permission<Caller, { library: LibraryId; album: AlbumId }> = async (
  { read },
  { uid },
  { library, album },
) => {
  const fields = await read(paths.album(library, album));
  if (!fields || !Object.hasOwn(readAlbum(fields).guests, uid)) throw new ApiError('forbidden');
};

/** Requires that the caller is allowed to create libraries. */
export const mayCreateLibrary: Permission<Caller, unknown> = async ({ read }, caller) => {
  if (!isAllowedToCreateLibrary(await read(paths.access()), caller)) throw new ApiError('forbidden');
};

/** Requires that the caller may answer access requests to the library, or without one, requests to create a library. */
export const mayAnswer: Permission<Caller, ApiRequest<'answerAccessRequest'>> = async (context, caller, { answer }) => {
  const address = verifiedAddress(caller);
  if (answer.kind !== 'allow-create' && answer.library !== undefined) {
    await requireLibrary(context, answer.library, caller, 'answer-requests');
    return;
  }
  const access = await context.read(paths.access());
  if (!access || !readAccess(access).owners.includes(address)) throw new ApiError('forbidden');
};

/** Whether the caller created or used this invite. */
const hasCreatedOrUsed = (invite: Invite, caller: Caller | undefined): boolean =>
  caller !== undefined && (invite.by === caller.uid || invite.usedBy.some(({ uid }) => uid === caller.uid));

/** Requires the secret of an open invite, or of one that the caller created or used. */
export const hasInvite: Permission<Caller | undefined, { secret: string }> = async (context, caller, { secret }) => {
  const { read, clock, ids } = context;
  const fields = isSecret(secret) ? await read(paths.invite(ids.fingerprint(secret))) : undefined;
  if (!fields) throw new ApiError('not-found');
  const invite = readInvite(fields);
  const end = closedReason(invite, clock.now());
  if (end !== undefined && !hasCreatedOrUsed(invite, caller)) throw new ApiError(end);
};

/** Requires that the caller may add items to a library. */
const mayAddSomewhere: Permission<Caller, unknown> = async (context, { uid }) => {
  const libraries = await librariesOf(context, uid);
  if (!libraries.some(({ library }) => can(principalOf(library, uid), 'add-items'))) throw new ApiError('forbidden');
};

/** What a program's person needs: for `verify` that they may create libraries, for `import` that they may add to one. */
const PROGRAM_PERMISSIONS: Readonly<Record<Program, Permission<Caller, unknown>>> = {
  verify: mayCreateLibrary,
  import: mayAddSomewhere,
};

/** Requires that the caller may let the requested program act for them. */
export const mayUseProgram: Permission<Caller, ApiRequest<'createSignInCode'>> = (context, caller, request) =>
  PROGRAM_PERMISSIONS[request.program](context, caller, request);

/** Requires a program's session, and what the program's person needs, as `mayUseProgram`. */
export const mayRenew: Permission<Caller, unknown> = (context, caller, request) =>
  caller.program === undefined
    ? Promise.reject(new ApiError('forbidden'))
    : PROGRAM_PERMISSIONS[caller.program](context, caller, request);

/** Requires a program that ends its own session, or the person of the requested one. */
export const mayEndProgram: Permission<Caller, ApiRequest<'endProgram'>> = async (
  { read },
  { uid, programUid },
  { program = programUid },
) => {
  if (program === undefined) throw new ApiError('not-found');
  if (programUid !== undefined) {
    if (program !== programUid) throw new ApiError('forbidden');
    return;
  }
  const fields = await read(paths.program(program));
  if (!fields || readProgramUser(fields).uid !== uid) throw new ApiError('not-found');
};

/** Requires nothing: the handler finds whether a code is valid. */
export const isAnybody: Permission<unknown, unknown> = () => Promise.resolve();

/** Requires that the caller typed their own address; reads nothing. */
export const isOwnAddress: Permission<Caller, { address: string }> = (_, caller, { address }) => {
  if (addressOf(address) !== verifiedAddress(caller)) throw new ApiError('invalid-request');
  return Promise.resolve();
};
