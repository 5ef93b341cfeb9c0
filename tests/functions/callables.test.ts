import { ALL, ENDPOINTS, paths, type EndpointName, type Uid } from '@maru/model';
import { expect, test, vi } from 'vitest';
import { person, useEmulators } from '../harness.ts';
import { inspect } from '../harness/inspect.ts';
import { seed } from '../harness/seed.ts';
import { owner } from './adding.ts';
import { refused } from './family.ts';

/** Calls at once start as many processes of one function. */
vi.setConfig({ testTimeout: 180_000 });

test('so many calls are answered and not one more, of one person and of one callable', async () => {
  const [often, other] = [await person('자주'), await person('가끔')];
  const ask = { address: 'not-mine@example.com' };
  const { times } = ENDPOINTS.deleteAccount.rate;
  const since = new Date();
  await seed(paths.rates(often.uid as Uid), {
    deleteAccount: { since, times: times - 2 },
    requestAccess: { since, times: 1 },
  });
  const answers = await Promise.all(Array.from({ length: 4 }, () => refused(often, 'deleteAccount', ask)));
  expect(answers.sort()).toEqual(['bad-input', 'bad-input', 'too-often', 'too-often']);
  expect(await refused(often, 'onSignIn', {})).toMatchObject({ answered: { joined: [] } });
  expect(await refused(other, 'deleteAccount', ask)).toBe('bad-input');
  expect(await inspect.doc(paths.rates(often.uid as Uid))).toMatchObject({
    deleteAccount: { times },
    requestAccess: { times: 1 },
  });
  const ended = new Date(since.getTime() - ENDPOINTS.deleteAccount.rate.perS * 1000);
  await seed(paths.rates(often.uid as Uid), { deleteAccount: { since: ended, times } });
  expect(await refused(often, 'deleteAccount', ask)).toBe('bad-input');
  await Promise.all([often.close(), other.close()]);
});

test('what breaks within is told to nobody', async () => {
  const { who, library } = await owner();
  await seed(paths.album(library, ALL), { title: 7 });
  const token = (await who.auth.currentUser?.getIdToken()) ?? '';
  const call = async (name: EndpointName, data: unknown): Promise<unknown> => {
    const answer = await fetch(`${useEmulators().urls.app}/api/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ data }),
    });
    return answer.json();
  };
  expect(await call('createCircle', { library, name: '외가', members: [] })).toEqual({
    error: { message: 'internal', status: 'INTERNAL' },
  });
  await who.close();
});
