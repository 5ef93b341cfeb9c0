import {
  ApiError,
  can,
  compact,
  paths,
  principalOf,
  programClaims,
  readLibrary,
  readSignInCode,
  SIGN_IN_CODE_S,
  type ApiRequest,
  type ApiResponse,
} from '@maru/model';
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
  const libraries = await store.find(paths.libraries(), { where: ['members', 'array-contains', uid] });
  if (!libraries.some(({ fields }) => can(principalOf(readLibrary(fields), uid), 'add-items')))
    throw new ApiError('forbidden');
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

/** Exchanges a code for a custom token. The code is used up even if the verifier is wrong. */
export async function redeemSignInCode(
  { store, clock, ids, sessions }: SignInPorts,
  _caller: Caller | undefined,
  { code, verifier, appId }: ApiRequest<'redeemSignInCode'>,
): Promise<ApiResponse<'redeemSignInCode'>> {
  const path = paths.signInCode(ids.fingerprint(code));
  const found = await store.transact(async (tx) => {
    const fields = await tx.read(path);
    if (fields) tx.remove(path);
    return fields && readSignInCode(fields);
  });
  const now = clock.now();
  if (!found || now >= found.expiresAt || found.challenge !== ids.fingerprint(verifier))
    throw new ApiError('not-found');
  const claims = programClaims(found.program, now);
  const token = await sessions.customToken(found.uid, claims);
  if (token === undefined) throw new ApiError('not-found');
  return compact({ token, until: claims.programUntil, appCheck: await sessions.appCheckToken(appId) });
}

/** Returns a new App Check token for the calling program. */
export async function renewAppCheck(
  { sessions }: Pick<SignInPorts, 'sessions'>,
  _caller: Caller,
  { appId }: ApiRequest<'renewAppCheck'>,
): Promise<ApiResponse<'renewAppCheck'>> {
  return compact({ appCheck: await sessions.appCheckToken(appId) });
}
