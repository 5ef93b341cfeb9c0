import { ALL, paths, readAlbum, type AlbumId, type Uid } from '@maru/model';
import { expect, test } from 'vitest';
import { signInAs } from '../harness.ts';
import { inspect } from '../harness/inspect.ts';
import { newAlbumId } from '../harness/seed.ts';
import { createFamily, addGuest, forPeople, readersOf, tryCall, activitiesOf } from './members.ts';

const everybody = { kind: 'library' } as const;

test('an album is for whom it is said to be, and the same again is told once', async () => {
  const { library, host, people, end } = await createFamily('viewer', 'viewer', 'editor');
  const [mother, father, editor] = people;
  const { album } = await host.call('createAlbum', { library, title: '여름', audience: everybody });
  const ask = { library, album, audience: forPeople(mother, mother), guestsMayAdd: 'asked' } as const;
  await editor.call('setAudience', ask);
  await editor.call('setAudience', ask);
  expect(await readersOf(library, album)).toEqual([host.uid, mother.uid, editor.uid].sort());
  expect(readAlbum(await inspect.doc(paths.album(library, album)))).toMatchObject({
    audience: forPeople(mother),
    guestsMayAdd: 'asked',
  });
  await host.call('setAudience', { ...ask, audience: everybody, guestsMayAdd: 'yes' });
  expect(await readersOf(library, album)).toContain(father.uid);
  const told = (await activitiesOf(library)).filter(({ did }) => did === 'shared');
  expect(told.map(({ by, what }) => [by, what])).toEqual([
    [editor.uid, '여름'],
    [host.uid, '여름'],
  ]);
  await end();
});

test('two who set two things of it at the same moment undo nothing of each other', async () => {
  const { library, host, people, end } = await createFamily('owner', 'viewer');
  const [other, mother] = people;
  const { album } = await host.call('createAlbum', { library, title: '여름', audience: everybody });
  await Promise.all([
    host.call('setAudience', { library, album, audience: forPeople(mother) }),
    other.call('setAudience', { library, album, guestsMayAdd: 'yes' }),
  ]);
  const set = { audience: forPeople(mother), guestsMayAdd: 'yes' };
  expect(readAlbum(await inspect.doc(paths.album(library, album)))).toMatchObject(set);
  await host.call('setAudience', { library, album });
  expect(readAlbum(await inspect.doc(paths.album(library, album)))).toMatchObject(set);
  await end();
});

test('its guests stay whatever its audience is', async () => {
  const { library, host, end } = await createFamily();
  const { album } = await host.call('createAlbum', { library, title: '여름', audience: forPeople() });
  const aunt = await addGuest(library, album);
  await host.call('setAudience', { library, album, audience: everybody, guestsMayAdd: 'no' });
  await host.call('setAudience', { library, album, audience: forPeople(), guestsMayAdd: 'no' });
  expect(await readersOf(library, album)).toEqual([host.uid, aunt.uid].sort());
  await Promise.all([end(), aunt.close()]);
});

test('who sees everything is for owners to say, and everything has no guests', async () => {
  const { library, host, people, end } = await createFamily('editor', 'viewer');
  const [editor, viewer] = people;
  const ask = { library, album: ALL, audience: forPeople(), guestsMayAdd: 'no' } as const;
  for (const who of [editor, viewer]) expect(await tryCall(who, 'setAudience', ask)).toBe('may-not');
  expect(await tryCall(host, 'setAudience', { ...ask, guestsMayAdd: 'asked' })).toBe('bad-input');
  const sharing = { library, albums: [ALL], people: [viewer.uid as Uid], circles: [] };
  expect(await editor.call('shareAlbums', sharing)).toEqual({});
  await host.call('setAudience', ask);
  expect(await readersOf(library, ALL)).toEqual([host.uid, editor.uid].sort());
  expect(await tryCall(editor, 'shareAlbums', sharing)).toBe('may-not');
  await host.call('shareAlbums', sharing);
  expect(await readersOf(library, ALL)).toEqual([host.uid, editor.uid, viewer.uid].sort());
  await end();
});

test('what is asked wrongly of an audience is refused, and changes nothing', async () => {
  const { library, host, people, end } = await createFamily('viewer');
  const [mother] = people;
  const stranger = await signInAs('이수진');
  const { album } = await host.call('createAlbum', { library, title: '여름', audience: everybody });
  const ask = { library, album, audience: everybody, guestsMayAdd: 'no' };
  for (const who of [mother, stranger]) {
    expect(await tryCall(who, 'setAudience', ask)).toBe('may-not');
    expect(await tryCall(who, 'shareAlbums', { library, albums: [album], people: [], circles: [] })).toBe('may-not');
  }
  for (const wrong of [
    { guestsMayAdd: 'always' },
    { guestsMayAdd: null },
    { album: '../all' },
    { album: 'all%2F..' },
    { audience: { kind: 'people', people: [stranger.uid], circles: [] } },
    { audience: { kind: 'people', people: ['constructor'], circles: [] } },
    { audience: { kind: 'people', people: [], circles: [newAlbumId()] } },
    { audience: { kind: 'people', people: [] } },
    { audience: { kind: 'world' } },
  ])
    expect(await tryCall(host, 'setAudience', { ...ask, ...wrong })).toBe('bad-input');
  expect(await tryCall(host, 'setAudience', { ...ask, album: newAlbumId() })).toBe('not-found');
  const sharing = { library, albums: [album], people: [], circles: [] };
  for (const wrong of [
    { albums: [] },
    { albums: ['..'] },
    { albums: Array.from({ length: 101 }, () => newAlbumId()) },
    { people: [stranger.uid] },
    { circles: [newAlbumId()] },
    { people: 'all' },
  ])
    expect(await tryCall(host, 'shareAlbums', { ...sharing, ...wrong })).toBe('bad-input');
  expect(await tryCall(host, 'shareAlbums', { ...sharing, albums: [album, newAlbumId()] })).toBe('not-found');
  expect(await readersOf(library, album)).toEqual([host.uid, mother.uid].sort());
  await Promise.all([end(), stranger.close()]);
});

test('several albums are shown to several people and circles at once, and nobody sees less', async () => {
  const { library, host, people, end } = await createFamily('viewer', 'viewer', 'viewer');
  const [mother, father, aunt] = people;
  const albums: AlbumId[] = [];
  for (const title of ['봄', '여름'])
    albums.push((await host.call('createAlbum', { library, title, audience: forPeople(aunt) })).album);
  const open = (await host.call('createAlbum', { library, title: '가을', audience: everybody })).album;
  const { circle } = await host.call('createCircle', { library, name: '외가', members: [mother.uid as Uid] });
  const ask = { library, albums: [...albums, open, open], people: [father.uid as Uid], circles: [circle] };
  await Promise.all([host.call('shareAlbums', ask), host.call('shareAlbums', ask)]);
  const all = [host, mother, father, aunt].map(({ uid }) => uid).sort();
  for (const album of [...albums, open]) expect(await readersOf(library, album)).toEqual(all);
  expect(await inspect.doc(paths.album(library, open))).toMatchObject({ audience: everybody });
  const told = (await activitiesOf(library)).filter(({ did }) => did === 'shared');
  // When each was made for some of them only, and now once for both.
  expect(told.map(({ what }) => what).slice(0, 2)).toEqual(['봄', '여름']);
  expect(told.slice(2)).toEqual([expect.objectContaining({ others: 1 })]);
  await end();
});
