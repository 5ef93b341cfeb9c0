import type { AppCheck } from 'firebase-admin/app-check';
import type { Auth } from 'firebase-admin/auth';
import type { Sessions } from '../../ports/sessions.ts';

/** Signs tokens with the functions' service account (`iam.serviceAccounts.signBlob` on itself). `appCheck` is undefined where it is off. */
export const firebaseSessions = (auth: Auth, appCheck: AppCheck | undefined): Sessions => ({
  customToken: async (uid, claims) => {
    const { users } = await auth.getUsers([{ uid }]);
    // Signing in with a custom token would create a missing account.
    if (users[0] === undefined || users[0].disabled) return undefined;
    return auth.createCustomToken(uid, claims);
  },
  appCheckToken: async (appId) => {
    if (!appCheck) return undefined;
    const { token, ttlMillis } = await appCheck.createToken(appId);
    return { token, expiresAt: Date.now() + ttlMillis };
  },
});
