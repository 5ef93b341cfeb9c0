import { addressOf, ApiError, compact, isProfilePhoto, isUid, programOf } from '@maru/model';
import type { IncomingHttpHeaders } from 'node:http';
import type { Caller } from '../access/caller.ts';
import type { Identity } from '../ports/identity.ts';

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** Throws ApiError unless a call has a valid App Check token of our app. */
export async function requireOurApp(identity: Identity, headers: IncomingHttpHeaders): Promise<void> {
  const token = headers['x-firebase-appcheck'];
  if (typeof token !== 'string' || !(await identity.isOurApp(token))) throw new ApiError('app-check-failed');
}

/**
 * The caller at `now` (ms since 1970), from the ID token; undefined if signed out. Throws ApiError for an invalid token, or a sign-in that is
 * neither Google's nor a program's.
 */
export async function callerOf(
  identity: Identity,
  { authorization }: IncomingHttpHeaders,
  now: number,
): Promise<Caller | undefined> {
  if (authorization === undefined) return undefined;
  const token = /^Bearer ([\w.-]+)$/.exec(authorization)?.[1];
  const claims = token === undefined ? undefined : await identity.claimsOf(token);
  if (!claims || !isUid(claims['uid'])) throw new ApiError('unauthenticated');
  const { uid, email, email_verified: isVerified, firebase, name, picture } = claims;
  const provider = isRecord(firebase) ? firebase['sign_in_provider'] : undefined;
  if (provider === 'custom') {
    // Only custom tokens that `redeemSignInCode` creates count. A Google account that is linked to one is nobody's.
    const found = programOf(claims, now);
    if (!found) throw new ApiError('unverified');
    return compact({ ...found.person, program: found.program, programUid: uid });
  }
  if (provider !== 'google.com') throw new ApiError('unverified');
  const address = isVerified === true && typeof email === 'string' ? addressOf(email) : undefined;
  return {
    uid,
    ...(address !== undefined && { address }),
    ...(typeof name === 'string' && { name }),
    ...(isProfilePhoto(picture) && { photo: picture }),
  };
}
