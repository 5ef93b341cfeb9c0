import type { AppCheck } from 'firebase-admin/app-check';
import type { Auth } from 'firebase-admin/auth';
import type { Identity } from '../../ports/identity.ts';

/** Whether an SDK refused the token, as against not having been able to look at it. */
const isRefusal = (error: unknown, prefix: string): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && String(error.code).startsWith(prefix);

/** Verifies tokens by firebase-admin. */
export const firebaseIdentity = (auth: () => Auth, appCheck: () => AppCheck): Identity => ({
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
      await appCheck().verifyToken(token);
      return true;
    } catch (error) {
      if (isRefusal(error, 'app-check/')) return false;
      throw error;
    }
  },
});
