import { afterEach, expect, test, vi } from 'vitest';
import * as v from 'valibot';
import { callable, callableByAnybody } from './callable.ts';

afterEach(() => vi.unstubAllEnvs());

const asked = { data: {}, rawRequest: {}, acceptsStreaming: false };
const signedIn = (provider: string) => ({
  uid: 'me',
  token: { email: 'me@example.com', email_verified: true, firebase: { sign_in_provider: provider } },
});
const app = { appId: 'ours', token: {} };

/** What a client is told of a call that was refused. */
const told = async (call: { run: (request: never) => unknown }, request: object): Promise<unknown> => {
  try {
    return await call.run({ ...asked, ...request } as never);
  } catch (error) {
    return JSON.parse(JSON.stringify(error)) as unknown;
  }
};

const shut = callable('arrive', v.object({}), () => Promise.reject(new Error('a secret')));
let thrown = 0;
const open = callableByAnybody('lookAtInvite', v.object({ secret: v.string() }), () => {
  thrown += 1;
  return Promise.reject(new Error('a secret of libraries/abc'));
});

test('where App Check is on, only our page is answered, whoever is signed in', async () => {
  vi.stubEnv('MARU_APP_CHECK', 'on');
  expect(await told(shut, { auth: signedIn('google.com') })).toMatchObject({ details: { code: 'not-the-app' } });
  expect(await told(open, {})).toMatchObject({ details: { code: 'not-the-app' } });
  expect(await told(shut, { app })).toMatchObject({ details: { code: 'signed-out' } });
});

test('who is signed out is told so before anything they sent is looked at', async () => {
  expect(await told(shut, { data: 7 })).toMatchObject({ details: { code: 'signed-out' }, status: 'UNAUTHENTICATED' });
});

test.each(['custom', 'password', 'anonymous', 'apple.com'])('a sign-in by %s is none', async (provider) => {
  for (const call of [shut, open])
    expect(await told(call, { auth: signedIn(provider) })).toMatchObject({ details: { code: 'unverified' } });
});

test('of what nobody foresaw a client is told nothing', async () => {
  vi.stubEnv('MARU_ORIGINALS_BUCKET', 'o');
  vi.stubEnv('MARU_RENDITIONS_BUCKET', 'r');
  vi.stubEnv('GCLOUD_PROJECT', 'demo-trial');
  expect(await told(open, { data: { secret: 'x' } })).toEqual({ message: 'internal', status: 'INTERNAL' });
  expect(thrown).toBe(1);
  expect(await told(open, { data: {} })).toMatchObject({ details: { code: 'bad-input' } });
});
