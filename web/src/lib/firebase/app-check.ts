import type { FirebaseApp } from 'firebase/app';
import { CustomProvider, getToken, initializeAppCheck, type AppCheck, type AppCheckToken } from 'firebase/app-check';
import { Unreachable } from '@maru/model/api/unreachable';
import { solveRecaptcha } from './recaptcha.ts';

const ENDPOINT = 'https://content-firebaseappcheck.googleapis.com/v1';

/**
 * Exchanges a token of reCAPTCHA Enterprise for one of App Check
 * (firebase.google.com/docs/reference/appcheck/rest/v1/projects.apps/exchangeRecaptchaEnterpriseToken).
 */
async function exchange({ options }: FirebaseApp, solved: string): Promise<AppCheckToken> {
  const { projectId = '', appId = '', apiKey = '' } = options;
  const url = `${ENDPOINT}/projects/${projectId}/apps/${appId}:exchangeRecaptchaEnterpriseToken?key=${apiKey}`;
  const init = { method: 'POST', headers: { 'content-type': 'application/json' } };
  const response = await fetch(url, { ...init, body: JSON.stringify({ recaptchaEnterpriseToken: solved }) }).catch(
    (error: unknown) => {
      throw new Unreachable(error);
    },
  );
  if (!response.ok) throw new Error(`App Check: ${response.status}`);
  const { token, ttl } = (await response.json()) as { token: string; ttl: string };
  return { token, expireTimeMillis: Date.now() + 1000 * Number.parseFloat(ttl) };
}

/**
 * Starts App Check: from then on Auth, Firestore and Storage send its tokens. In place of the SDK's own provider, which loads reCAPTCHA once
 * when the app starts and lets every request wait for it for ever: an app that starts offline could not show its photos.
 */
export const openAppCheck = (app: FirebaseApp, siteKey: string): AppCheck =>
  initializeAppCheck(app, {
    provider: new CustomProvider({ getToken: async () => exchange(app, await solveRecaptcha(siteKey)) }),
    isTokenAutoRefreshEnabled: true,
  });

/** A token for a call; undefined if App Check gives none, so that the API refuses the call. Rejects with Unreachable without a network. */
export async function appCheckTokenOf(appCheck: AppCheck): Promise<string | undefined> {
  try {
    return (await getToken(appCheck)).token;
  } catch (error) {
    if (error instanceof Unreachable) throw error;
    console.error('no App Check token', error);
    return undefined;
  }
}
