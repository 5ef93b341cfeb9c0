import { ALL, paths, readAlbum, type AlbumId, type Uid } from '@maru/model';
import { expect, test } from 'vitest';
import { person } from '../harness.ts';
import { inspect } from '../harness/inspect.ts';
import { freshAlbum } from '../harness/seed.ts';
import { family, guestOf, only, readersOfAlbum, refused, toldIn } from './family.ts';

const everybody = { kind: 'library' } as const;

test('an album is for whom it is said to be, and the same again is told once', async () => {
  const { library, host, people, end } = await family('viewer', 'viewer', 'editor');
  const [mother, father, editor] = people;
  const { album } = await host.call('createAlbum', { library, title: '여름', audience: everybody });
  const ask = { library, album, audience: only(mother, mother), guestsMayAdd: 'asked' } as const;
  await editor.call('setAudience', ask);
  await editor.call('setAudience', ask);
  expect(await readersOfAlbum(library, album)).toEqual([host.uid, mother.uid, editor.uid].sort());
  expect(readAlbum(await inspect.doc(paths.album(library, album)))).toMatchObject({
    audience: only(mother),
    guestsMayAdd: 'asked',
  });
  await host.call('setAudience', { ...ask, audience: everybody, guestsMayAdd: 'yes' });
  expect(await readersOfAlbum(library, album)).toContain(father.uid);
  const told = (await toldIn(library)).filter(({ did }) => did === 'shared');
  expect(told.map(({ by, what }) => [by, what])).toEqual([
    [editor.uid, '여름'],
    [host.uid, '여름'],
  ]);
  await end();
});

test('two who set two things of it at the same moment undo nothing of each other', async () => {
  const { library, host, people, end } = await family('owner', 'viewer');
  const [other, mother] = people;
  const { album } = await host.call('createAlbum', { library, title: '여름', audience: everybody });
  await Promise.all([
    host.call('setAudience', { library, album, audience: only(mother) }),
    other.call('setAudience', { library, album, guestsMayAdd: 'yes' }),
  ]);
  const set = { audience: only(mother), guestsMayAdd: 'yes' };
  expect(readAlbum(await inspect.doc(paths.album(library, album)))).toMatchObject(set);
  await host.call('setAudience', { library, album });
  expect(readAlbum(await inspect.doc(paths.album(library, album)))).toMatchObject(set);
  await end();
});

test('its guests stay whatever its audience is', async () => {
  const { library, host, end } = await family();
  const { album } = await host.call('createAlbum', { library, title: '여름', audience: only() });
  const aunt = await guestOf(library, album);
  await host.call('setAudience', { library, album, audience: everybody, guestsMayAdd: 'no' });
  await host.call('setAudience', { library, album, audience: only(), guestsMayAdd: 'no' });
  expect(await readersOfAlbum(library, album)).toEqual([host.uid, aunt.uid].sort());
  await Promise.all([end(), aunt.close()]);
});

test('who sees everything is for owners to say, and everything has no guests', async () => {
  const { library, host, people, end } = await family('editor', 'viewer');
  const [editor, viewer] = people;
  const ask = { library, album: ALL, audience: only(), guestsMayAdd: 'no' } as const;
  for (const who of [editor, viewer]) expect(await refused(who, 'setAudience', ask)).toBe('may-not');
  expect(await refused(host, 'setAudience', { ...ask, guestsMayAdd: 'asked' })).toBe('bad-input');
  const sharing = { library, albums: [ALL], people: [viewer.uid as Uid], circles: [] };
  expect(await editor.call('shareAlbums', sharing)).toEqual({});
  await host.call('setAudience', ask);
  expect(await readersOfAlbum(library, ALL)).toEqual([host.uid, editor.uid].sort());
  expect(await refused(editor, 'shareAlbums', sharing)).toBe('may-not');
  await host.call('shareAlbums', sharing);
  expect(await readersOfAlbum(library, ALL)).toEqual([host.uid, editor.uid, viewer.uid].sort());
  await end();
});

test('what is asked wrongly of an audience is refused, and changes nothing', async () => {
  const { library, host, people, end } = await family('viewer');
  const [mother] = people;
  const stranger = await person('이수진');
  const { album } = await host.call('createAlbum', { library, title: '여름', audience: everybody });
  const ask = { library, album, audience: everybody, guestsMayAdd: 'no' };
  for (const who of [mother, stranger]) {
    expect(await refused(who, 'setAudience', ask)).toBe('may-not');
    expect(await refused(who, 'shareAlbums', { library, albums: [album], people: [], circles: [] })).toBe('may-not');
  }
  for (const wrong of [
    { guestsMayAdd: 'always' },
    { guestsMayAdd: null },
    { album: '../all' },
    { album: 'all%2F..' },
    { audience: { kind: 'people', people: [stranger.uid], circles: [] } },
    { audience: { kind: 'people', people: ['constructor'], circles: [] } },
    { audience: { kind: 'people', people: [], circles: [freshAlbum()] } },
    { audience: { kind: 'people', people: [] } },
    { audience: { kind: 'world' } },
  ])
    expect(await refused(host, 'setAudience', { ...ask, ...wrong })).toBe('bad-input');
  expect(await refused(host, 'setAudience', { ...ask, album: freshAlbum() })).toBe('not-found');
  const sharing = { library, albums: [album], people: [], circles: [] };
  for (const wrong of [
    { albums: [] },
    { albums: ['..'] },
    { albums: Array.from({ length: 101 }, () => freshAlbum()) },
    { people: [stranger.uid] },
    { circles: [freshAlbum()] },
    { people: 'all' },
  ])
    expect(await refused(host, 'shareAlbums', { ...sharing, ...wrong })).toBe('bad-input');
  expect(await refused(host, 'shareAlbums', { ...sharing, albums: [album, freshAlbum()] })).toBe('not-found');
  expect(await readersOfAlbum(library, album)).toEqual([host.uid, mother.uid].sort());
  await Promise.all([end(), stranger.close()]);
});

test('several albums are shown to several people and circles at once, and nobody sees less', async () => {
  const { library, host, people, end } = await family('viewer', 'viewer', 'viewer');
  const [mother, father, aunt] = people;
  const albums: AlbumId[] = [];
  for (const title of ['봄', '여름'])
    albums.push((await host.call('createAlbum', { library, title, audience: only(aunt) })).album);
  const open = (await host.call('createAlbum', { library, title: '가을', audience: everybody })).album;
  const { circle } = await host.call('createCircle', { library, name: '외가', members: [mother.uid as Uid] });
  const ask = { library, albums: [...albums, open, open], people: [father.uid as Uid], circles: [circle] };
  await Promise.all([host.call('shareAlbums', ask), host.call('shareAlbums', ask)]);
  const all = [host, mother, father, aunt].map(({ uid }) => uid).sort();
  for (const album of [...albums, open]) expect(await readersOfAlbum(library, album)).toEqual(all);
  expect(await inspect.doc(paths.album(library, open))).toMatchObject({ audience: everybody });
  const told = (await toldIn(library)).filter(({ did }) => did === 'shared');
  // When each was made for some of them only, and now once for both.
  expect(told.map(({ what }) => what).slice(0, 2)).toEqual(['봄', '여름']);
  expect(told.slice(2)).toEqual([expect.objectContaining({ others: 1 })]);
  await end();
});
