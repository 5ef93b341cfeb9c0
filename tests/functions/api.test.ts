import { ALL, ENDPOINTS, paths, type Uid } from '@maru/model';
import { expect, test, vi } from 'vitest';
import { signInAs, useEmulators, type Person } from '../harness.ts';
import { inspect } from '../harness/inspect.ts';
import { seed } from '../harness/seed.ts';
import { createLibrary } from './uploading.ts';
import { tryCall } from './members.ts';

/** Calls at once start as many processes of one function. */
vi.setConfig({ testTimeout: 180_000 });

test('so many calls are answered and not one more, of one person and of one callable', async () => {
  const [often, other] = [await signInAs('자주'), await signInAs('가끔')];
  const ask = { address: 'not-mine@example.com' };
  const { times } = ENDPOINTS.deleteAccount.rate;
  const since = new Date();
  await seed(paths.rates(often.uid as Uid), {
    deleteAccount: { since, times: times - 2 },
    requestAccess: { since, times: 1 },
  });
  const answers = await Promise.all(Array.from({ length: 4 }, () => tryCall(often, 'deleteAccount', ask)));
  expect(answers.sort()).toEqual(['bad-input', 'bad-input', 'too-often', 'too-often']);
  expect(await tryCall(often, 'onSignIn', {})).toMatchObject({ answered: { joined: [] } });
  expect(await tryCall(other, 'deleteAccount', ask)).toBe('bad-input');
  expect(await inspect.doc(paths.rates(often.uid as Uid))).toMatchObject({
    deleteAccount: { times },
    requestAccess: { times: 1 },
  });
  const ended = new Date(since.getTime() - ENDPOINTS.deleteAccount.rate.perS * 1000);
  await seed(paths.rates(often.uid as Uid), { deleteAccount: { since: ended, times } });
  expect(await tryCall(often, 'deleteAccount', ask)).toBe('bad-input');
  await Promise.all([often.close(), other.close()]);
});

/** Sends a body to an endpoint as any script could. */
async function post(who: Person, name: string, body: string, headers: Record<string, string> = {}): Promise<Response> {
  const token = (await who.auth.currentUser?.getIdToken()) ?? '';
  return fetch(`${useEmulators().urls.app}/api/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, ...headers },
    body,
  });
}

test('what breaks within is told to nobody', async () => {
  const { who, library } = await createLibrary();
  await seed(paths.album(library, ALL), { title: 7 });
  const data = { library, name: '외가', members: [] };
  expect(await (await post(who, 'createCircle', JSON.stringify({ data }))).json()).toEqual({
    error: { message: 'internal', status: 'INTERNAL' },
  });
  await who.close();
});

test('hostile bodies are refused at once, and never as an error of ours', async () => {
  const { who, library } = await createLibrary();
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
    expect([name, body.slice(0, 120), (await post(who, name, body)).status]).toEqual([
      name,
      body.slice(0, 120),
      status,
    ]);
  const text = await post(who, 'leaveLibrary', circle('"a":1'), { 'content-type': 'text/plain' });
  expect(text.status).toBe(415);
  const got = await fetch(`${useEmulators().urls.app}/api/leaveLibrary`);
  expect([got.status, got.headers.get('allow')]).toEqual([405, 'POST']);
  await who.close();
});
