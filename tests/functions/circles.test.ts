import { ALL, MAX_CIRCLES, paths, type CircleId, type Uid } from '@maru/model';
import { expect, test } from 'vitest';
import { until } from '../harness.ts';
import { inspect } from '../harness/inspect.ts';
import { freshAlbum, freshLibrary, seed } from '../harness/seed.ts';
import { family, only, readersOfAlbum, refused, toldIn } from './family.ts';

test('who is put into a circle sees what is for it, and who is taken out of it does not', async () => {
  const { library, host, people, end } = await family('viewer', 'viewer', 'editor');
  const [mother, father, editor] = people;
  const [m, f] = [mother.uid as Uid, father.uid as Uid];
  const { circle } = await editor.call('createCircle', { library, name: '외가', members: [m, m] });
  expect(await inspect.doc(paths.circle(library, circle))).toEqual({ name: '외가', members: [m] });
  const audience = { kind: 'people', people: [], circles: [circle] } as const;
  const asked = { library, title: '외가 앨범', audience: { ...audience, people: [], circles: [circle] } };
  const { album } = await host.call('createAlbum', asked);
  const tending = [host.uid, editor.uid];
  expect(await readersOfAlbum(library, album)).toEqual([...tending, m].sort());
  await editor.call('updateCircle', { library, circle, name: '외가 식구', members: [f] });
  expect(await readersOfAlbum(library, album)).toEqual([...tending, f].sort());
  for (let again = 0; again < 2; again++) await host.call('deleteCircle', { library, circle });
  expect(await readersOfAlbum(library, album)).toEqual([...tending].sort());
  expect(await inspect.doc(paths.album(library, album))).toMatchObject({ audience: { kind: 'people', circles: [] } });
  expect(await readersOfAlbum(library, ALL)).toHaveLength(4);
  const told = (await toldIn(library)).filter(({ did }) => did === 'changed-circle');
  expect(told.map(({ what, by }) => [what, by])).toEqual([
    ['외가', editor.uid],
    ['외가 식구', editor.uid],
    ['외가 식구', host.uid],
  ]);
  await end();
});

test('a circle is kept by who tends the library, of members, under a name', async () => {
  const { library, host, people, end } = await family('viewer');
  const [mother] = people;
  const ask = { library, name: '외가', members: [mother.uid] };
  const { circle } = await host.call('createCircle', { ...ask, members: [mother.uid as Uid] });
  expect(await refused(mother, 'createCircle', ask)).toBe('may-not');
  expect(await refused(mother, 'updateCircle', { ...ask, circle })).toBe('may-not');
  expect(await refused(mother, 'deleteCircle', { library, circle })).toBe('may-not');
  expect(await refused(host, 'createCircle', { ...ask, library: freshLibrary() })).toBe('may-not');
  for (const wrong of [
    { name: '' },
    { name: 'a\nb' },
    { members: ['constructor'] },
    { members: ['a/b'] },
    { members: mother.uid },
    { members: Array.from({ length: 101 }, (_, i) => `uid${i}`) },
  ]) {
    expect(await refused(host, 'createCircle', { ...ask, ...wrong })).toBe('bad-input');
    expect(await refused(host, 'updateCircle', { ...ask, circle, ...wrong })).toBe('bad-input');
  }
  expect(await refused(host, 'updateCircle', { ...ask, circle: freshAlbum() })).toBe('not-found');
  expect(await refused(host, 'updateCircle', { ...ask, circle: '..' })).toBe('bad-input');
  expect(await inspect.count(paths.circles(library))).toBe(1);
  await end();
});

test('a library has so many circles and no more', async () => {
  const { library, host, end } = await family();
  for (let i = 1; i < MAX_CIRCLES; i++)
    await seed(paths.circle(library, freshAlbum() as string as CircleId), { name: String(i), members: [] });
  const ask = { library, name: '마지막', members: [] };
  const answers = await Promise.all([refused(host, 'createCircle', ask), refused(host, 'createCircle', ask)]);
  expect(answers.filter((answer) => answer === 'too-many')).toHaveLength(1);
  expect(await inspect.count(paths.circles(library))).toBe(MAX_CIRCLES);
  await end();
});

test('what removes a member from the family takes them out of its circles', async () => {
  const { library, host, people, end } = await family('viewer', 'viewer');
  const [mother, father] = people;
  const members = [mother.uid as Uid, father.uid as Uid];
  const { circle } = await host.call('createCircle', { library, name: '부모님', members });
  await mother.call('leaveLibrary', { library });
  await until('the circle is smaller', async () => {
    const held = await inspect.doc(paths.circle(library, circle));
    return JSON.stringify(held?.['members']) === JSON.stringify([father.uid]);
  });
  expect(await refused(host, 'createAlbum', { library, title: '둘만', audience: only(mother) })).toBe('bad-input');
  await end();
});
