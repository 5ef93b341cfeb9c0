import { addressOf, isUid } from '@maru/model';
import type { AppCheck } from 'firebase-admin/app-check';
import type { Auth } from 'firebase-admin/auth';
import type { Sessions } from '../../ports/sessions.ts';

/** Signs tokens with the functions' service account (`iam.serviceAccounts.signBlob` on itself). `ourApp` is undefined where App Check is off. */
export const firebaseSessions = (auth: Auth, appCheck: () => AppCheck, ourApp: string | undefined): Sessions => ({
  person: async (uid) => {
    const [user] = (await auth.getUsers([{ uid }])).users;
    if (user === undefined || user.disabled) return undefined;
    const address = user.emailVerified && user.email !== undefined ? addressOf(user.email) : undefined;
    return { uid, address, name: user.displayName };
  },
  customToken: (uid, claims) => auth.createCustomToken(uid, claims),
  lastSeen: async (uids) => {
    const { users } = uids.length === 0 ? { users: [] } : await auth.getUsers(uids.map((uid) => ({ uid })));
    return new Map(
      users.flatMap(({ uid, metadata: { lastRefreshTime } }) => {
        const at = Date.parse(lastRefreshTime ?? '');
        return isUid(uid) && Number.isFinite(at) ? [[uid, at]] : [];
      }),
    );
  },
  appCheckToken: async () => {
    if (ourApp === undefined) return undefined;
    const { token, ttlMillis } = await appCheck().createToken(ourApp);
    return { token, expiresAt: Date.now() + ttlMillis };
  },
});
