import type { FirebaseApp } from 'firebase/app';
import { getToken, initializeAppCheck, ReCaptchaEnterpriseProvider, type AppCheck } from 'firebase/app-check';
import { Unreachable } from './cloud.ts';

/** Starts App Check with reCAPTCHA Enterprise, whose script comes from Google. From then on Auth, Firestore and Storage send its tokens. */
export const openAppCheck = (app: FirebaseApp, siteKey: string): AppCheck =>
  initializeAppCheck(app, { provider: new ReCaptchaEnterpriseProvider(siteKey), isTokenAutoRefreshEnabled: true });

/** A token for a call; rejects with Unreachable if there is none, for example without a network. */
export async function appCheckTokenOf(appCheck: AppCheck): Promise<string> {
  try {
    return (await getToken(appCheck)).token;
  } catch (error) {
    throw new Unreachable(error);
  }
}
