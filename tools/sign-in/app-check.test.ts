import type { AppCheckToken, MaruConfig } from '@maru/model';
import { deleteApp, initializeApp, type FirebaseApp } from 'firebase/app';
import { getToken } from 'firebase/app-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { appCheckOf } from './app-check.ts';

const config: MaruConfig = {
  firebase: { apiKey: 'key', authDomain: 'a', projectId: 'our-home', appId: '1:1:web:a' },
  ...{
    buckets: { originals: 'o', renditions: 'r' },
    region: 'asia-northeast3',
    storageHost: 'https://storage.example',
  },
  appCheck: { siteKey: 'site' },
};
const url = 'https://our-home.web.app';

let firebase: FirebaseApp;
let requests: { url: string; authorization: string | null; body: string }[];
beforeEach(() => {
  firebase = initializeApp(config.firebase, 'app-check-test');
  requests = [];
  vi.stubGlobal('fetch', (target: string, { headers, body }: RequestInit) => {
    requests.push({
      url: target,
      authorization: new Headers(headers).get('authorization'),
      body: new URLSearchParams(body as string).toString(),
    });
    const isRenewal = target.startsWith(url);
    const result: { appCheck: AppCheckToken } = { appCheck: { token: 'renewed', expiresAt: Date.now() + 3_600_000 } };
    return Promise.resolve(Response.json(isRenewal ? { result } : { id_token: 'id' }));
  });
});
afterEach(async () => {
  vi.unstubAllGlobals();
  await deleteApp(firebase);
});

test('a project without App Check needs no token', () => {
  const { appCheck: _, ...without } = config;
  expect(appCheckOf(firebase, { url, config: without }, () => 'refresh')).toBeUndefined();
});

test('uses the token of the sign-in until it expires, then one from the API', async () => {
  const first = { token: 'first', expiresAt: Date.now() + 1000 };
  const appCheck = appCheckOf(firebase, { url, config }, () => 'refresh', first);
  if (!appCheck) throw new Error('no App Check');
  expect((await getToken(appCheck)).token).toBe('first');
  expect(requests).toEqual([]);
  vi.useFakeTimers({ now: Date.now() + 5000, toFake: ['Date'] });
  expect((await getToken(appCheck)).token).toBe('renewed');
  vi.useRealTimers();
  expect(requests).toMatchObject([
    {
      url: 'https://securetoken.googleapis.com/v1/token?key=key',
      body: 'grant_type=refresh_token&refresh_token=refresh',
    },
    { url: `${url}/api/renewAppCheck`, authorization: 'Bearer id' },
  ]);
});

test('asks for nothing before somebody is signed in', async () => {
  const appCheck = appCheckOf(firebase, { url, config }, () => undefined);
  if (!appCheck) throw new Error('no App Check');
  await expect(getToken(appCheck)).rejects.toThrow('nobody is signed in');
  expect(requests).toEqual([]);
});
