import type { AppCheck } from 'firebase-admin/app-check';
import type { Auth } from 'firebase-admin/auth';
import { expect, test } from 'vitest';
import { firebaseIdentity } from './identity.ts';

/** Google's check of a token that names its app. */
const appCheck = {
  verifyToken: (token: string) => Promise.resolve({ token, appId: token.replace('token of ', '') }),
} as unknown as AppCheck;

const noAuth = {} as unknown as Auth;

const isOurApp = (token: string, ourApp?: string): Promise<boolean> =>
  firebaseIdentity(
    () => noAuth,
    () => appCheck,
    ourApp,
  ).isOurApp(token);

test('accepts App Check tokens of our web app only, not of another app of the project', async () => {
  expect(await isOurApp('token of 1:1:web:maru', '1:1:web:maru')).toBe(true);
  expect(await isOurApp('token of 1:1:web:other', '1:1:web:maru')).toBe(false);
  expect(await isOurApp('token of 1:1:web:maru')).toBe(false);
});
