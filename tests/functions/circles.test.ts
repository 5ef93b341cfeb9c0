import { ALL, MAX_CIRCLES, paths, type CircleId, type Uid } from '@maru/model';
import { expect, test } from 'vitest';
import { waitFor } from '../harness.ts';
import { inspect } from '../harness/inspect.ts';
import { newAlbumId, newLibraryId, seed } from '../harness/seed.ts';
import { createFamily, forPeople, readersOf, tryCall, activitiesOf } from './members.ts';

test('members of a circle see its albums, and lose them when they are taken out', async () => {
  const { library, owner, people, close } = await createFamily('viewer', 'viewer', 'editor');
  const [mother, father, editor] = people;
  const [m, f] = [mother.uid as Uid, father.uid as Uid];
  const { circle } = await editor.call('createCircle', { library, name: '외가', members: [m, m] });
  expect(await inspect.doc(paths.circle(library, circle))).toEqual({ name: '외가', members: [m] });
  const audience = { kind: 'people', people: [], circles: [circle] } as const;
  const request = { library, title: '외가 앨범', audience: { ...audience, people: [], circles: [circle] } };
  const { album } = await owner.call('createAlbum', request);
  const managers = [owner.uid, editor.uid];
  expect(await readersOf(library, album)).toEqual([...managers, m].sort());
  await editor.call('updateCircle', { library, circle, name: '외가 식구', members: [f] });
  expect(await readersOf(library, album)).toEqual([...managers, f].sort());
  for (let again = 0; again < 2; again++) await owner.call('deleteCircle', { library, circle });
  expect(await readersOf(library, album)).toEqual([...managers].sort());
  expect(await inspect.doc(paths.album(library, album))).toMatchObject({ audience: { kind: 'people', circles: [] } });
  expect(await readersOf(library, ALL)).toHaveLength(4);
  const activities = (await activitiesOf(library)).filter(({ type }) => type === 'changed-circle');
  expect(activities.map(({ target, by }) => [target, by])).toEqual([
    ['외가', editor.uid],
    ['외가 식구', editor.uid],
    ['외가 식구', owner.uid],
  ]);
  await close();
});

test('circles are managed by owners and editors, consist of members and have a name', async () => {
  const { library, owner, people, close } = await createFamily('viewer');
  const [mother] = people;
  const request = { library, name: '외가', members: [mother.uid] };
  const { circle } = await owner.call('createCircle', { ...request, members: [mother.uid as Uid] });
  expect(await tryCall(mother, 'createCircle', request)).toBe('forbidden');
  expect(await tryCall(mother, 'updateCircle', { ...request, circle })).toBe('forbidden');
  expect(await tryCall(mother, 'deleteCircle', { library, circle })).toBe('forbidden');
  expect(await tryCall(owner, 'createCircle', { ...request, library: newLibraryId() })).toBe('forbidden');
  for (const wrong of [
    { name: '' },
    { name: 'a\nb' },
    { members: ['constructor'] },
    { members: ['a/b'] },
    { members: mother.uid },
    { members: Array.from({ length: 101 }, (_, i) => `uid${i}`) },
  ]) {
    expect(await tryCall(owner, 'createCircle', { ...request, ...wrong })).toBe('invalid-request');
    expect(await tryCall(owner, 'updateCircle', { ...request, circle, ...wrong })).toBe('invalid-request');
  }
  expect(await tryCall(owner, 'updateCircle', { ...request, circle: newAlbumId() })).toBe('not-found');
  expect(await tryCall(owner, 'updateCircle', { ...request, circle: '..' })).toBe('invalid-request');
  expect(await inspect.count(paths.circles(library))).toBe(1);
  await close();
});

test('a library has a limited number of circles', async () => {
  const { library, owner, close } = await createFamily();
  for (let i = 1; i < MAX_CIRCLES; i++)
    await seed(paths.circle(library, newAlbumId() as string as CircleId), { name: String(i), members: [] });
  const request = { library, name: '마지막', members: [] };
  const results = await Promise.all([tryCall(owner, 'createCircle', request), tryCall(owner, 'createCircle', request)]);
  expect(results.filter((answer) => answer === 'limit-reached')).toHaveLength(1);
  expect(await inspect.count(paths.circles(library))).toBe(MAX_CIRCLES);
  await close();
});

test('removing a member takes them out of its circles', async () => {
  const { library, owner, people, close } = await createFamily('viewer', 'viewer');
  const [mother, father] = people;
  const members = [mother.uid as Uid, father.uid as Uid];
  const { circle } = await owner.call('createCircle', { library, name: '부모님', members });
  await mother.call('leaveLibrary', { library });
  await waitFor('the circle is smaller', async () => {
    const stored = await inspect.doc(paths.circle(library, circle));
    return JSON.stringify(stored?.['members']) === JSON.stringify([father.uid]);
  });
  expect(await tryCall(owner, 'createAlbum', { library, title: '둘만', audience: forPeople(mother) })).toBe(
    'invalid-request',
  );
  await close();
});
