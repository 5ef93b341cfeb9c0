import {
  ENDPOINT_NAMES,
  ENDPOINTS,
  paths,
  PROGRAM_ENDPOINTS,
  PROGRAMS,
  type EndpointName,
  type LibraryId,
  type Uid,
} from '@maru/model';
import { expect, test } from 'vitest';
import { requestsOn } from '../../../tests/functions/strangers/requests.ts';
import { fakeDocuments } from '../../testing/fake-documents.ts';
import { noIds, noOriginals, noQueue, noRenditions } from '../../testing/unused-ports.ts';
import type { Fields } from '../ports/documents.ts';
import { answerCall, answerOf, type ApiPorts } from './call.ts';

const library = 'a'.repeat(20) as LibraryId;
const place = {
  ...{ library, album: 'b'.repeat(20), circle: 'c'.repeat(20), submission: 'd'.repeat(20), item: 'e'.repeat(32) },
  ...{ invite: 'f'.repeat(64), owner: { uid: 'owner', address: 'owner@example.com' } },
  ...{ mother: { uid: 'mother' }, guest: { uid: 'guest' } },
} as unknown as Parameters<typeof requestsOn>[0];
const claims = (provider: string, more: object): object => ({
  ...{
    uid: 'me',
    email: 'Me@example.com',
    email_verified: true,
    name: '나',
    picture: 'https://lh3.googleusercontent.com/a/me',
  },
  firebase: { sign_in_provider: provider },
  ...more,
});

/** With `more` claims, the session of a program whose uid is `me` is recorded for `person`. */
function world({ isAppChecked = false, provider = 'google.com', more = {} } = {}) {
  const documents = new Map<string, Fields>();
  documents.set(paths.program('me' as Uid), { uid: 'person', until: new Date(5001) });
  const store = fakeDocuments(documents);
  const ports = {
    ...{ store, queue: noQueue, originals: noOriginals, renditions: noRenditions },
    ids: { ...noIds, fingerprint: (text: string) => text, secret: () => 'secret' },
    clock: { now: () => 5000 },
    identity: {
      claimsOf: (token: string) => Promise.resolve(token === 'valid' ? claims(provider, more) : undefined),
      isOurApp: (token: string) => Promise.resolve(token === 'ours'),
    },
    sessions: { appCheckToken: () => Promise.resolve({ token: 'minted', expiresAt: 6000 }) },
    isAppChecked,
  } as unknown as ApiPorts;
  const outcomeOf = async (name: (typeof ENDPOINT_NAMES)[number], data: unknown, headers = {}): Promise<unknown> => {
    try {
      return await answerCall(ports, { name, data, headers });
    } catch (error) {
      return answerOf(error).outcome;
    }
  };
  return { documents, outcomeOf };
}
const signedIn = { authorization: 'Bearer valid' };

test('has a URL-safe name and a rate for every endpoint', () => {
  for (const name of ENDPOINT_NAMES) {
    expect(name).toMatch(/^[a-z][A-Za-z]+$/);
    expect(Math.min(ENDPOINTS[name].rate.times, ENDPOINTS[name].rate.perS), name).toBeGreaterThan(0);
  }
});

test('refuses in this order: App Check, sign-in, schema, rate, permission', async () => {
  const { documents, outcomeOf } = world({ isAppChecked: true });
  const app = { 'x-firebase-appcheck': 'ours' };
  const { times } = ENDPOINTS.leaveLibrary.rate;
  documents.set(paths.rates('me' as Uid), { leaveLibrary: { since: new Date(5000), times } });
  expect(await outcomeOf('leaveLibrary', {}, { ...signedIn, 'x-firebase-appcheck': 'theirs' })).toBe(
    'app-check-failed',
  );
  expect(await outcomeOf('leaveLibrary', {}, app)).toBe('unauthenticated');
  expect(await outcomeOf('leaveLibrary', {}, { ...app, authorization: 'Bearer forged' })).toBe('unauthenticated');
  expect(await outcomeOf('leaveLibrary', {}, { ...app, ...signedIn })).toBe('invalid-request');
  expect(await outcomeOf('leaveLibrary', { library }, { ...app, ...signedIn })).toBe('rate-limited');
  documents.clear();
  expect(await outcomeOf('leaveLibrary', { library }, { ...app, ...signedIn })).toBe('forbidden');
});

test.each(['custom', 'password', 'anonymous', 'apple.com'])('refuses a sign-in by %s', async (provider) => {
  const { outcomeOf } = world({ provider });
  for (const name of ['onSignIn', 'previewInvite'] as const)
    expect(await outcomeOf(name, {}, signedIn)).toBe('unverified');
});

test.each(PROGRAMS)('the program %s calls its own endpoints only, until its session ends', async (program) => {
  const { outcomeOf } = world({ provider: 'custom', more: { actsFor: 'person', program, programUntil: 5001 } });
  for (const name of ENDPOINT_NAMES) {
    const outcome = await outcomeOf(name, undefined, signedIn);
    expect(outcome, name).toBe(PROGRAM_ENDPOINTS[program].includes(name) ? 'invalid-request' : 'forbidden');
  }
  const renew = { appId: '1:1:web:a' };
  for (const more of [
    { program, programUntil: 5000 },
    { program, programUntil: '9999' },
    { program },
    { program: 'other', programUntil: 5001 },
    { programUntil: 5001 },
  ].map((one) => ({ actsFor: 'person', ...one })))
    expect(await world({ provider: 'custom', more }).outcomeOf('renewAppCheck', renew, signedIn)).toBe('unverified');
  const nobody = world({ provider: 'custom', more: { program, programUntil: 5001 } });
  expect(await nobody.outcomeOf('renewAppCheck', renew, signedIn)).toBe('unverified');
  const anonymous = world({ provider: 'anonymous', more: { actsFor: 'person', program, programUntil: 5001 } });
  expect(await anonymous.outcomeOf('renewAppCheck', renew, signedIn)).toBe('unverified');
});

test("a program is refused at once when its session was ended, and when it ends another's", async () => {
  const more = { actsFor: 'person', program: 'import', programUntil: 5001 };
  const { documents, outcomeOf } = world({ provider: 'custom', more });
  expect(await outcomeOf('endProgram', { program: 'program:other' }, signedIn)).toBe('forbidden');
  documents.delete(paths.program('me' as Uid));
  for (const name of ['onSignIn', 'endProgram'] as const)
    expect(await outcomeOf(name, {}, signedIn)).toBe('unauthenticated');
});

test('a person ends programs of their own only', async () => {
  const { documents, outcomeOf } = world();
  documents.set(paths.program('program:other' as Uid), { uid: 'father', until: new Date(5001) });
  for (const request of [{}, { program: 'program:other' }, { program: 'program:missing' }])
    expect(await outcomeOf('endProgram', request, signedIn), JSON.stringify(request)).toBe('not-found');
});

test.each([
  [[], 'forbidden'],
  [['viewer', 'viewer'], 'forbidden'],
  [['viewer', 'editor'], { code: 'secret' }],
])('the importer is for people who may add to a library: with the roles %j', async (roles, outcome) => {
  const { documents, outcomeOf } = world();
  for (const [n, role] of roles.entries())
    documents.set(paths.library(String.fromCharCode(97 + n).repeat(20) as LibraryId), {
      ...{ name: '집', timeZone: 'Asia/Seoul', roles: { me: role, person: role }, members: ['me', 'person'] },
    });
  const request = { program: 'import', challenge: 'f'.repeat(64) };
  expect(await outcomeOf('createSignInCode', request, signedIn)).toEqual(outcome);
  const more = { actsFor: 'person', program: 'import', programUntil: 5001 };
  const program = world({ provider: 'custom', more });
  for (const [path, fields] of documents) program.documents.set(path, fields);
  const renewed = await program.outcomeOf('renewAppCheck', { appId: '1:1:web:a' }, signedIn);
  expect(renewed === 'forbidden').toBe(outcome === 'forbidden');
});

test('verify may use only libraries that it created, and invites viewers only', async () => {
  const more = { actsFor: 'person', actsForAddress: 'me@example.com', program: 'verify', programUntil: 5001 };
  const { documents, outcomeOf } = world({ provider: 'custom', more });
  const fields = { name: '집', timeZone: 'Asia/Seoul', roles: { person: 'owner' }, members: ['person'] };
  documents.set(paths.library(library), fields);
  const requests = requestsOn(place);
  const inLibraries = PROGRAM_ENDPOINTS.verify.filter((name) => 'library' in requests[name]);
  expect(inLibraries.length).toBeGreaterThan(5);
  for (const name of inLibraries) expect(await outcomeOf(name, requests[name], signedIn), name).toBe('forbidden');
  documents.set(paths.library(library), { ...fields, isForVerify: true });
  const invite = { library, address: 'a@example.com', role: 'editor' };
  expect(await outcomeOf('inviteByEmail', invite, signedIn)).toBe('forbidden');
  expect(await outcomeOf('inviteByEmail', { ...invite, role: 'viewer' }, signedIn)).not.toBe('forbidden');
});

test('gives an App Check token to programs only, which need none for it', async () => {
  const renew = { appId: '1:1:web:a' };
  const program = {
    isAppChecked: true,
    provider: 'custom',
    more: { actsFor: 'person', actsForAddress: 'me@example.com', program: 'verify', programUntil: 5001 },
  };
  const { documents, outcomeOf } = world(program);
  documents.set(paths.access(), { owners: ['me@example.com'], allowed: [] });
  expect(await outcomeOf('renewAppCheck', renew, signedIn)).toEqual({ appCheck: { token: 'minted', expiresAt: 6000 } });
  documents.set(paths.access(), { owners: [], allowed: [] });
  expect(await outcomeOf('renewAppCheck', renew, signedIn)).toBe('forbidden');
  expect(await world(program).outcomeOf('onSignIn', {}, signedIn)).toBe('app-check-failed');
  expect(await world({ isAppChecked: true }).outcomeOf('renewAppCheck', renew, signedIn)).toBe('forbidden');
  expect(await world({ isAppChecked: true }).outcomeOf('renewAppCheck', renew)).toBe('unauthenticated');
});

test('lets signed-out callers use only public endpoints', async () => {
  const { outcomeOf } = world();
  const secret = 'a'.repeat(32);
  const request = { secret, code: secret, verifier: secret, appId: '1:1:web:a' };
  const outcomes: Partial<Record<EndpointName, string>> = {
    ...{ previewInvite: 'not-found', redeemSignInCode: 'not-found' },
    // They want a code of a TV, or its name.
    ...{ startTvPairing: 'invalid-request', claimTv: 'invalid-request' },
  };
  for (const name of ENDPOINT_NAMES)
    expect(await outcomeOf(name, request), name).toBe(outcomes[name] ?? 'unauthenticated');
});

test('does not reveal an unexpected error to the client', async () => {
  const { documents, outcomeOf } = world();
  documents.set(paths.library(library), { name: 7 });
  expect(await outcomeOf('leaveLibrary', { library }, signedIn)).toBe('internal');
  expect(answerOf(new Error('a secret'))).toEqual({
    status: 500,
    body: { error: { status: 'INTERNAL', message: 'internal' } },
    outcome: 'internal',
  });
});
