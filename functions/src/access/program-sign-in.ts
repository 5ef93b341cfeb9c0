import {
  ApiError,
  compact,
  paths,
  programClaims,
  readSignInCode,
  SIGN_IN_CODE_S,
  type ApiRequest,
  type ApiResponse,
  type Uid,
} from '@maru/model';
import type { Store } from '../ports/documents.ts';
import type { Sessions } from '../ports/sessions.ts';
import type { Clock, Ids } from '../ports/system.ts';
import type { Caller } from './caller.ts';
import { removePrograms, type ProgramPorts } from './program-sessions.ts';

interface SignInPorts {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly sessions: Sessions;
}

/** Creates the code by which a program signs in as the caller. Only its hash is stored. */
export async function createSignInCode(
  { store, clock, ids }: SignInPorts,
  caller: Caller,
  { program, challenge }: ApiRequest<'createSignInCode'>,
): Promise<ApiResponse<'createSignInCode'>> {
  const code = ids.secret();
  const expiresAt = new Date(clock.now() + SIGN_IN_CODE_S * 1000);
  await store.transact((tx) => {
    tx.set(paths.signInCode(ids.fingerprint(code)), { uid: caller.uid, program, challenge, expiresAt });
    return Promise.resolve();
  });
  return { code };
}

/**
 * Exchanges a code for a custom token of a new Auth user. It is not the person's: anyone who has an ID token can link their own Google account to its
 * user, and stay signed in as that user for ever. The code is used up even if the verifier is wrong.
 */
export async function redeemSignInCode(
  ports: SignInPorts & ProgramPorts,
  _caller: Caller | undefined,
  { code, verifier }: ApiRequest<'redeemSignInCode'>,
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
    tx.set(paths.program(program), {
      uid: found.uid,
      program: found.program,
      until: new Date(claims.programUntil),
      usedAt: new Date(now),
    });
    return Promise.resolve();
  });
  const token = await sessions.customToken(program, claims);
  return compact({ token, until: claims.programUntil, appCheck: await sessions.appCheckToken() });
}

/** Returns a new App Check token for the calling program. */
export async function renewAppCheck({
  sessions,
}: Pick<SignInPorts, 'sessions'>): Promise<ApiResponse<'renewAppCheck'>> {
  return compact({ appCheck: await sessions.appCheckToken() });
}
