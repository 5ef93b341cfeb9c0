import type { FirebaseApp } from 'firebase/app';
import { CustomProvider, initializeAppCheck, type AppCheck } from 'firebase/app-check';
import type { ApiResponse, AppCheckToken } from '@maru/model';
import type { RunningApp } from './app.ts';

/** An ID token by Auth's REST API: while the SDK waits for App Check, it cannot refresh its own. */
async function idTokenOf({ config }: RunningApp, refreshToken: string): Promise<string> {
  const response = await fetch(`https://securetoken.googleapis.com/v1/token?key=${config.firebase.apiKey}`, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: refreshToken }),
  });
  return ((await response.json()) as { id_token: string }).id_token;
}

async function renew(app: RunningApp, refreshToken: string | undefined): Promise<AppCheckToken> {
  if (refreshToken === undefined) throw new Error('nobody is signed in yet');
  const { appId } = app.config.firebase;
  const response = await fetch(`${app.url}/api/renewAppCheck`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${await idTokenOf(app, refreshToken)}` },
    body: JSON.stringify({ data: { appId } }),
  });
  const { result } = (await response.json()) as { result?: ApiResponse<'renewAppCheck'> };
  if (!result?.appCheck) throw new Error(`renewAppCheck answered ${String(response.status)}`);
  return result.appCheck;
}

/**
 * App Check for a program, where the app's configuration names it. A program cannot prove that it is our app; the API gives it tokens because a person
 * let it sign in on the app's page. `first` is the token of that sign-in.
 */
export function appCheckOf(
  firebase: FirebaseApp,
  app: RunningApp,
  refreshToken: () => string | undefined,
  first?: AppCheckToken,
): AppCheck | undefined {
  if (!app.config.appCheck) return undefined;
  let token = first;
  const getToken = async (): Promise<{ token: string; expireTimeMillis: number }> => {
    const known = token;
    token = undefined;
    const { token: text, expiresAt } = known ?? (await renew(app, refreshToken()));
    return { token: text, expireTimeMillis: expiresAt };
  };
  return initializeAppCheck(firebase, { provider: new CustomProvider({ getToken }), isTokenAutoRefreshEnabled: false });
}
