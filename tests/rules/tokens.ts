import type { Uid } from '@maru/model';
import { useEmulators } from '../harness/emulators.ts';

const base64 = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** How somebody signed in, as their ID token says. */
export interface SignIn {
  /** Default `google.com`; `custom` stands for a token minted with our own key. */
  readonly provider?: string | null;
  /** Additional claims, as in a custom token. */
  readonly claims?: Readonly<Record<string, unknown>>;
}

/** Returns an ID token as Auth issues it; the emulators do not check signatures. */
export function tokenOf(uid: Uid, { provider = 'google.com', claims = {} }: SignIn = {}): string {
  const now = Math.floor(Date.now() / 1000);
  const payload = {
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
  return `${base64({ alg: 'none', typ: 'JWT' })}.${base64(payload)}.`;
}
