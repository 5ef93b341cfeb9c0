import {
  ApiError,
  can,
  compact,
  isUid,
  paths,
  principalOf,
  programClaims,
  readProgramUser,
  readSignInCode,
  SIGN_IN_CODE_S,
  type ApiRequest,
  type ApiResponse,
  type Uid,
} from '@maru/model';
import { librariesOf } from './libraries-of.ts';
import type { Accounts } from '../ports/deletion.ts';
import type { Store } from '../ports/documents.ts';
import type { Sessions } from '../ports/sessions.ts';
import type { Clock, Ids } from '../ports/system.ts';
import type { Caller } from './caller.ts';

interface SignInPorts {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly sessions: Sessions;
}

/** Throws ApiError unless the caller may add items to a library. */
async function requireUploader(store: Store, { uid }: Caller): Promise<void> {
  const libraries = await librariesOf(store, uid);
  if (!libraries.some(({ library }) => can(principalOf(library, uid), 'add-items'))) throw new ApiError('forbidden');
}

/** Creates the code by which a program signs in as the caller. Only its hash is stored. */
export async function createSignInCode(
  { store, clock, ids }: SignInPorts,
  caller: Caller,
  { program, challenge }: ApiRequest<'createSignInCode'>,
): Promise<ApiResponse<'createSignInCode'>> {
  if (program === 'import') await requireUploader(store, caller);
  const code = ids.secret();
  const expiresAt = new Date(clock.now() + SIGN_IN_CODE_S * 1000);
  await store.transact((tx) => {
    tx.set(paths.signInCode(ids.fingerprint(code)), { uid: caller.uid, program, challenge, expiresAt });
    return Promise.resolve();
  });
  return { code };
}

interface ProgramPorts {
  readonly store: Store;
  readonly accounts: Accounts;
}

async function removeProgram({ store, accounts }: ProgramPorts, program: Uid): Promise<void> {
  await accounts.remove(program);
  await store.transact((tx) => {
    tx.remove(paths.program(program));
    return Promise.resolve();
  });
}

/** Ends the sessions of a person's programs that end by `until` (ms since 1970), by default all. */
export async function removePrograms(ports: ProgramPorts, person: Uid, until = Infinity): Promise<void> {
  for (const { id, fields } of await ports.store.find(paths.programs(), { where: ['uid', '==', person] }))
    if (isUid(id) && readProgramUser(fields).until <= until) await removeProgram(ports, id);
}

/** Ends the calling program's session. */
export async function endProgram(ports: ProgramPorts, { programUid }: Caller): Promise<ApiResponse<'endProgram'>> {
  if (programUid !== undefined) await removeProgram(ports, programUid);
  return {};
}

/**
 * Exchanges a code for a custom token of a new Auth user. It is not the person's: whoever has an ID token can link their own Google account to its
 * user, and stay signed in as that user for ever. The code is used up even if the verifier is wrong.
 */
export async function redeemSignInCode(
  ports: SignInPorts & ProgramPorts,
  _caller: Caller | undefined,
  { code, verifier, appId }: ApiRequest<'redeemSignInCode'>,
): Promise<ApiResponse<'redeemSignInCode'>> {
  const { store, clock, ids, sessions } = ports;
  const path = paths.signInCode(ids.fingerprint(code));
  const found = await store.transact(async (tx) => {
    const fields = await tx.read(path);
    if (fields) tx.remove(path);
    return fields && readSignInCode(fields);
  });
  const now = clock.now();
  if (!found || now >= found.expiresAt || found.challenge !== ids.fingerprint(verifier))
    throw new ApiError('not-found');
  const person = await sessions.person(found.uid);
  if (!person) throw new ApiError('not-found');
  await removePrograms(ports, found.uid, now);
  const claims = programClaims(found.program, person, now);
  const program = `program:${ids.secret()}` as Uid;
  await store.transact((tx) => {
    tx.set(paths.program(program), { uid: found.uid, until: new Date(claims.programUntil) });
    return Promise.resolve();
  });
  const token = await sessions.customToken(program, claims);
  return compact({ token, until: claims.programUntil, appCheck: await sessions.appCheckToken(appId) });
}

/** Returns a new App Check token for the calling program, if its person may still let it sign in. */
export async function renewAppCheck(
  { store, sessions }: Pick<SignInPorts, 'store' | 'sessions'>,
  caller: Caller,
  { appId }: ApiRequest<'renewAppCheck'>,
): Promise<ApiResponse<'renewAppCheck'>> {
  if (caller.program === 'import') await requireUploader(store, caller);
  return compact({ appCheck: await sessions.appCheckToken(appId) });
}
