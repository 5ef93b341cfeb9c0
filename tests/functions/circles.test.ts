import { ALL, MAX_CIRCLES, paths, type CircleId, type Uid } from '@maru/model';
import { expect, test } from 'vitest';
import { waitFor } from '../harness.ts';
import { inspect } from '../harness/inspect.ts';
import { newAlbumId, newLibraryId, seed } from '../harness/seed.ts';
import { createFamily, forPeople, readersOf, tryCall, activitiesOf } from './members.ts';

test('who is put into a circle sees what is for it, and who is taken out of it does not', async () => {
  const { library, host, people, end } = await createFamily('viewer', 'viewer', 'editor');
  const [mother, father, editor] = people;
  const [m, f] = [mother.uid as Uid, father.uid as Uid];
  const { circle } = await editor.call('createCircle', { library, name: '외가', members: [m, m] });
  expect(await inspect.doc(paths.circle(library, circle))).toEqual({ name: '외가', members: [m] });
  const audience = { kind: 'people', people: [], circles: [circle] } as const;
  const asked = { library, title: '외가 앨범', audience: { ...audience, people: [], circles: [circle] } };
  const { album } = await host.call('createAlbum', asked);
  const tending = [host.uid, editor.uid];
  expect(await readersOf(library, album)).toEqual([...tending, m].sort());
  await editor.call('updateCircle', { library, circle, name: '외가 식구', members: [f] });
  expect(await readersOf(library, album)).toEqual([...tending, f].sort());
  for (let again = 0; again < 2; again++) await host.call('deleteCircle', { library, circle });
  expect(await readersOf(library, album)).toEqual([...tending].sort());
  expect(await inspect.doc(paths.album(library, album))).toMatchObject({ audience: { kind: 'people', circles: [] } });
  expect(await readersOf(library, ALL)).toHaveLength(4);
  const told = (await activitiesOf(library)).filter(({ did }) => did === 'changed-circle');
  expect(told.map(({ what, by }) => [what, by])).toEqual([
    ['외가', editor.uid],
    ['외가 식구', editor.uid],
    ['외가 식구', host.uid],
  ]);
  await end();
});

test('a circle is kept by who tends the library, of members, under a name', async () => {
  const { library, host, people, end } = await createFamily('viewer');
  const [mother] = people;
  const ask = { library, name: '외가', members: [mother.uid] };
  const { circle } = await host.call('createCircle', { ...ask, members: [mother.uid as Uid] });
  expect(await tryCall(mother, 'createCircle', ask)).toBe('may-not');
  expect(await tryCall(mother, 'updateCircle', { ...ask, circle })).toBe('may-not');
  expect(await tryCall(mother, 'deleteCircle', { library, circle })).toBe('may-not');
  expect(await tryCall(host, 'createCircle', { ...ask, library: newLibraryId() })).toBe('may-not');
  for (const wrong of [
    { name: '' },
    { name: 'a\nb' },
    { members: ['constructor'] },
    { members: ['a/b'] },
    { members: mother.uid },
    { members: Array.from({ length: 101 }, (_, i) => `uid${i}`) },
  ]) {
    expect(await tryCall(host, 'createCircle', { ...ask, ...wrong })).toBe('bad-input');
    expect(await tryCall(host, 'updateCircle', { ...ask, circle, ...wrong })).toBe('bad-input');
  }
  expect(await tryCall(host, 'updateCircle', { ...ask, circle: newAlbumId() })).toBe('not-found');
  expect(await tryCall(host, 'updateCircle', { ...ask, circle: '..' })).toBe('bad-input');
  expect(await inspect.count(paths.circles(library))).toBe(1);
  await end();
});

test('a library has so many circles and no more', async () => {
  const { library, host, end } = await createFamily();
  for (let i = 1; i < MAX_CIRCLES; i++)
    await seed(paths.circle(library, newAlbumId() as string as CircleId), { name: String(i), members: [] });
  const ask = { library, name: '마지막', members: [] };
  const answers = await Promise.all([tryCall(host, 'createCircle', ask), tryCall(host, 'createCircle', ask)]);
  expect(answers.filter((answer) => answer === 'too-many')).toHaveLength(1);
  expect(await inspect.count(paths.circles(library))).toBe(MAX_CIRCLES);
  await end();
});

test('what removes a member from the family takes them out of its circles', async () => {
  const { library, host, people, end } = await createFamily('viewer', 'viewer');
  const [mother, father] = people;
  const members = [mother.uid as Uid, father.uid as Uid];
  const { circle } = await host.call('createCircle', { library, name: '부모님', members });
  await mother.call('leaveLibrary', { library });
  await waitFor('the circle is smaller', async () => {
    const held = await inspect.doc(paths.circle(library, circle));
    return JSON.stringify(held?.['members']) === JSON.stringify([father.uid]);
  });
  expect(await tryCall(host, 'createAlbum', { library, title: '둘만', audience: forPeople(mother) })).toBe('bad-input');
  await end();
});
