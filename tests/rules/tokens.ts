import type { Uid } from '@maru/model';
import { useEmulators } from '../harness/emulators.ts';

const base64 = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** How somebody signed in: what Auth says of it in the token. */
export interface SignIn {
  /** `google.com` unless said otherwise; `custom` is a token that our own functions would mint. */
  readonly provider?: string | null;
  /** Claims besides, as a custom token brings them. */
  readonly claims?: Readonly<Record<string, unknown>>;
}

/** An ID token as Auth gives it after a sign-in; emulators ask for no signature. */
export function tokenOf(uid: Uid, { provider = 'google.com', claims = {} }: SignIn = {}): string {
  const now = Math.floor(Date.now() / 1000);
  const said = {
    ...claims,
    iss: `https://securetoken.google.com/${useEmulators().projectId}`,
    aud: useEmulators().projectId,
    sub: uid,
    user_id: uid,
    iat: now,
    auth_time: now,
    exp: now + 3600,
    email: `${uid}@example.com`,
    email_verified: true,
    firebase: { identities: {}, sign_in_provider: provider },
  };
  return `${base64({ alg: 'none', typ: 'JWT' })}.${base64(said)}.`;
}
