import { ALL, paths, readAlbum, type AlbumId, type Uid } from '@maru/model';
import { expect, test } from 'vitest';
import { signInAs } from '../harness.ts';
import { inspect } from '../harness/inspect.ts';
import { newAlbumId } from '../harness/seed.ts';
import { createFamily, addGuest, forPeople, readersOf, tryCall, activitiesOf } from './members.ts';

const everyone = { kind: 'library' } as const;

test('setting an audience updates the readers, and repeating it logs one activity', async () => {
  const { library, owner, people, close } = await createFamily('viewer', 'viewer', 'editor');
  const [mother, father, editor] = people;
  const { album } = await owner.call('createAlbum', { library, title: '여름', audience: everyone });
  const request = { library, album, audience: forPeople(mother, mother), guestUploads: 'moderated' } as const;
  await editor.call('setAudience', request);
  await editor.call('setAudience', request);
  expect(await readersOf(library, album)).toEqual([owner.uid, mother.uid, editor.uid].sort());
  expect(readAlbum(await inspect.doc(paths.album(library, album)))).toMatchObject({
    audience: forPeople(mother),
    guestUploads: 'moderated',
  });
  await owner.call('setAudience', { ...request, audience: everyone, guestUploads: 'yes' });
  expect(await readersOf(library, album)).toContain(father.uid);
  const activities = (await activitiesOf(library)).filter(({ type }) => type === 'shared');
  expect(activities.map(({ by, target }) => [by, target])).toEqual([
    [editor.uid, '여름'],
    [owner.uid, '여름'],
  ]);
  await close();
});

test('concurrent changes of different settings do not undo each other', async () => {
  const { library, owner, people, close } = await createFamily('owner', 'viewer');
  const [other, mother] = people;
  const { album } = await owner.call('createAlbum', { library, title: '여름', audience: everyone });
  await Promise.all([
    owner.call('setAudience', { library, album, audience: forPeople(mother) }),
    other.call('setAudience', { library, album, guestUploads: 'yes' }),
  ]);
  const expected = { audience: forPeople(mother), guestUploads: 'yes' };
  expect(readAlbum(await inspect.doc(paths.album(library, album)))).toMatchObject(expected);
  await owner.call('setAudience', { library, album });
  expect(readAlbum(await inspect.doc(paths.album(library, album)))).toMatchObject(expected);
  await close();
});

test('guests keep access whatever the audience is', async () => {
  const { library, owner, close } = await createFamily();
  const { album } = await owner.call('createAlbum', { library, title: '여름', audience: forPeople() });
  const aunt = await addGuest(library, album);
  await owner.call('setAudience', { library, album, audience: everyone, guestUploads: 'no' });
  await owner.call('setAudience', { library, album, audience: forPeople(), guestUploads: 'no' });
  expect(await readersOf(library, album)).toEqual([owner.uid, aunt.uid].sort());
  await Promise.all([close(), aunt.close()]);
});

test('only owners restrict the album of all items, which has no guests', async () => {
  const { library, owner, people, close } = await createFamily('editor', 'viewer');
  const [editor, viewer] = people;
  const request = { library, album: ALL, audience: forPeople(), guestUploads: 'no' } as const;
  for (const person of [editor, viewer]) expect(await tryCall(person, 'setAudience', request)).toBe('forbidden');
  expect(await tryCall(owner, 'setAudience', { ...request, guestUploads: 'moderated' })).toBe('invalid-request');
  const sharing = { library, albums: [ALL], people: [viewer.uid as Uid], circles: [] };
  expect(await editor.call('shareAlbums', sharing)).toEqual({});
  await owner.call('setAudience', request);
  expect(await readersOf(library, ALL)).toEqual([owner.uid, editor.uid].sort());
  expect(await tryCall(editor, 'shareAlbums', sharing)).toBe('forbidden');
  await owner.call('shareAlbums', sharing);
  expect(await readersOf(library, ALL)).toEqual([owner.uid, editor.uid, viewer.uid].sort());
  await close();
});

test('an invalid audience is refused and changes nothing', async () => {
  const { library, owner, people, close } = await createFamily('viewer');
  const [mother] = people;
  const stranger = await signInAs('이수진');
  const { album } = await owner.call('createAlbum', { library, title: '여름', audience: everyone });
  const request = { library, album, audience: everyone, guestUploads: 'no' };
  for (const person of [mother, stranger]) {
    expect(await tryCall(person, 'setAudience', request)).toBe('forbidden');
    expect(await tryCall(person, 'shareAlbums', { library, albums: [album], people: [], circles: [] })).toBe(
      'forbidden',
    );
  }
  for (const wrong of [
    { guestUploads: 'always' },
    { guestUploads: null },
    { album: '../all' },
    { album: 'all%2F..' },
    { audience: { kind: 'people', people: [stranger.uid], circles: [] } },
    { audience: { kind: 'people', people: ['constructor'], circles: [] } },
    { audience: { kind: 'people', people: [], circles: [newAlbumId()] } },
    { audience: { kind: 'people', people: [] } },
    { audience: { kind: 'world' } },
  ])
    expect(await tryCall(owner, 'setAudience', { ...request, ...wrong })).toBe('invalid-request');
  expect(await tryCall(owner, 'setAudience', { ...request, album: newAlbumId() })).toBe('not-found');
  const sharing = { library, albums: [album], people: [], circles: [] };
  for (const wrong of [
    { albums: [] },
    { albums: ['..'] },
    { albums: Array.from({ length: 101 }, () => newAlbumId()) },
    { people: [stranger.uid] },
    { circles: [newAlbumId()] },
    { people: 'all' },
  ])
    expect(await tryCall(owner, 'shareAlbums', { ...sharing, ...wrong })).toBe('invalid-request');
  expect(await tryCall(owner, 'shareAlbums', { ...sharing, albums: [album, newAlbumId()] })).toBe('not-found');
  expect(await readersOf(library, album)).toEqual([owner.uid, mother.uid].sort());
  await Promise.all([close(), stranger.close()]);
});

test('several albums are shared with people and circles at once, and nobody loses access', async () => {
  const { library, owner, people, close } = await createFamily('viewer', 'viewer', 'viewer');
  const [mother, father, aunt] = people;
  const albums: AlbumId[] = [];
  for (const title of ['봄', '여름'])
    albums.push((await owner.call('createAlbum', { library, title, audience: forPeople(aunt) })).album);
  const open = (await owner.call('createAlbum', { library, title: '가을', audience: everyone })).album;
  const { circle } = await owner.call('createCircle', { library, name: '외가', members: [mother.uid as Uid] });
  const request = { library, albums: [...albums, open, open], people: [father.uid as Uid], circles: [circle] };
  await Promise.all([owner.call('shareAlbums', request), owner.call('shareAlbums', request)]);
  const all = [owner, mother, father, aunt].map(({ uid }) => uid).sort();
  for (const album of [...albums, open]) expect(await readersOf(library, album)).toEqual(all);
  expect(await inspect.doc(paths.album(library, open))).toMatchObject({ audience: everyone });
  const activities = (await activitiesOf(library)).filter(({ type }) => type === 'shared');
  // Two when they were created for certain people, and one for sharing both.
  expect(activities.map(({ target }) => target).slice(0, 2)).toEqual(['봄', '여름']);
  expect(activities.slice(2)).toEqual([expect.objectContaining({ otherCount: 1 })]);
  await close();
});
