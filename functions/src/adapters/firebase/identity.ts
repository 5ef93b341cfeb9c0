import type { AppCheck } from 'firebase-admin/app-check';
import type { Auth } from 'firebase-admin/auth';
import type { Identity } from '../../ports/identity.ts';

/** The SDK reports keys that it could not fetch with the code of a refused token; the message tells them apart. */
const KEY_FETCH_FAILED = /^Error fetching (public keys|Json Web Keys)/;

/** Whether the SDK refused the token, rather than failing to verify it. */
const isRefusal = (error: unknown, prefix: string): boolean =>
  error instanceof Error &&
  'code' in error &&
  String(error.code).startsWith(prefix) &&
  !KEY_FETCH_FAILED.test(error.message);

/** Verifies tokens with firebase-admin. `ourApp`: the id of the web app whose App Check tokens count; undefined where App Check is off. */
export const firebaseIdentity = (
  auth: () => Auth,
  appCheck: () => Pick<AppCheck, 'verifyToken'>,
  ourApp: string | undefined,
): Identity => ({
  claimsOf: async (idToken) => {
    try {
      return await auth().verifyIdToken(idToken);
    } catch (error) {
      if (isRefusal(error, 'auth/')) return undefined;
      throw error;
    }
  },
  isOurApp: async (token) => {
    try {
      return (await appCheck().verifyToken(token)).appId === ourApp;
    } catch (error) {
      if (isRefusal(error, 'app-check/')) return false;
      throw error;
    }
  },
});
