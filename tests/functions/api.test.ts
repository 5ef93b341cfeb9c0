import { ALL, DEFAULT_REGION, ENDPOINTS, paths, type Uid } from '@maru/model';
import { expect, test } from 'vitest';
import { signInAs, useEmulators, type Person } from '../harness.ts';
import { inspect } from '../harness/inspect.ts';
import { seed } from '../harness/seed.ts';
import { createLibrary } from './uploading.ts';
import { tryCall } from './members.ts';

test('limits the calls per person and endpoint to exactly the documented number', async () => {
  const [frequent, other] = [await signInAs('자주'), await signInAs('가끔')];
  const request = { address: 'not-mine@example.com' };
  const { times } = ENDPOINTS.deleteAccount.rate;
  const since = new Date();
  await seed(paths.rates(frequent.uid as Uid), {
    deleteAccount: { since, times: times - 2 },
    requestAccess: { since, times: 1 },
  });
  const results = await Promise.all(Array.from({ length: 4 }, () => tryCall(frequent, 'deleteAccount', request)));
  expect(results.sort()).toEqual(['invalid-request', 'invalid-request', 'rate-limited', 'rate-limited']);
  expect(await tryCall(frequent, 'onSignIn', {})).toMatchObject({ response: { joined: [] } });
  expect(await tryCall(other, 'deleteAccount', request)).toBe('invalid-request');
  expect(await inspect.doc(paths.rates(frequent.uid as Uid))).toMatchObject({
    deleteAccount: { times },
    requestAccess: { times: 1 },
  });
  const expired = new Date(since.getTime() - ENDPOINTS.deleteAccount.rate.perS * 1000);
  await seed(paths.rates(frequent.uid as Uid), { deleteAccount: { since: expired, times } });
  expect(await tryCall(frequent, 'deleteAccount', request)).toBe('invalid-request');
  await Promise.all([frequent.close(), other.close()]);
});

/** Posts a body to an endpoint without the client SDK. */
async function post(
  person: Person,
  name: string,
  body: string,
  headers: Record<string, string> = {},
): Promise<Response> {
  const token = (await person.auth.currentUser?.getIdToken()) ?? '';
  return fetch(`${useEmulators().urls.app}/api/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, ...headers },
    body,
  });
}

test('an internal error discloses nothing', async () => {
  const { owner, library } = await createLibrary();
  await seed(paths.album(library, ALL), { title: 7 });
  const data = { library, name: '외가', members: [] };
  expect(await (await post(owner, 'createCircle', JSON.stringify({ data }))).json()).toEqual({
    error: { message: 'internal', status: 'INTERNAL' },
  });
  await owner.close();
});

test('hostile bodies are refused at once and never cause an internal error; GET works for health only', async () => {
  const { owner, library } = await createLibrary();
  const submission = (fileName: string): string =>
    `{"data":{"library":"${library}","album":"${'b'.repeat(20)}","fileName":"${fileName}","size":3}}`;
  const circle = (rest: string): string => `{"data":{"library":"${library}",${rest}}}`;
  const bodies: [name: string, body: string, status: number][] = [
    ['createSubmission', submission('\\ud800.jpg'), 400],
    ['createSubmission', submission('a\\u0007.jpg'), 400],
    ['createSubmission', submission('a\\u202egpj.exe'), 400],
    ['createCircle', circle('"name":"\\udb40\\udc68","members":[]'), 400],
    ['createCircle', circle(`"name":"a${'\\u0301'.repeat(40)}","members":[]`), 400],
    ['createCircle', circle('"name":"외가","members":["__proto__"]'), 400],
    ['removeMember', circle('"uid":"__proto__"'), 400],
    ['leaveLibrary', circle('"__proto__":{"a":1}'), 400],
    ['leaveLibrary', `{"data":${'['.repeat(10_000)}${']'.repeat(10_000)}}`, 400],
    ['leaveLibrary', circle(`"more":"${'x'.repeat(100_000)}"`), 413],
    ['leaveLibrary', '{"data":', 400],
    ['leave', '{"data":{}}', 404],
    ['constructor', '{"data":{}}', 404],
  ];
  for (const [name, body, status] of bodies)
    expect([name, body.slice(0, 120), (await post(owner, name, body)).status]).toEqual([
      name,
      body.slice(0, 120),
      status,
    ]);
  const text = await post(owner, 'leaveLibrary', circle('"a":1'), { 'content-type': 'text/plain' });
  expect(text.status).toBe(415);
  const got = await fetch(`${useEmulators().urls.app}/api/leaveLibrary`);
  expect([got.status, got.headers.get('allow')]).toEqual([405, 'POST']);
  const health = await fetch(`${useEmulators().urls.app}/api/health`);
  expect([health.status, await health.json()]).toEqual([
    200,
    {
      version: 'local',
      region: DEFAULT_REGION,
      ffmpeg: expect.any(String) as string,
      ffprobe: expect.any(String) as string,
    },
  ]);
  await owner.close();
});
