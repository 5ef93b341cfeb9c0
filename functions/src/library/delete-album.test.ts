import { ALL, paths, readAlbum, RESTORE_ALBUM_S, type AlbumId, type LibraryId, type Uid } from '@maru/model';
import { expect, test } from 'vitest';
import { fakeDocuments } from '../../testing/fake-documents.ts';
import { noIds, noQueue } from '../../testing/unused-ports.ts';
import type { Fields } from '../ports/documents.ts';
import { changeRole } from '../sharing/members.ts';
import { deleteAlbum, restoreAlbum } from './delete-album.ts';
import { updateAlbum } from './update-album.ts';

const library = 'l'.repeat(20) as LibraryId;
const album = 'b'.repeat(20) as AlbumId;
const at = (uid: string) => ({ uid: uid as Uid, name: uid });
const ROLES = { owner: 'owner', maker: 'editor', other: 'editor', mum: 'viewer' };

function setup(over: { audience?: object; guests?: object; readers?: string[] } = {}) {
  const documents = new Map<string, Fields>([
    [paths.library(library), { name: '집', timeZone: 'Asia/Seoul', roles: ROLES, members: Object.keys(ROLES) }],
    ...[ALL, album].map((id): [string, Fields] => [
      paths.album(library, id),
      {
        ...{ title: '여름', by: 'maker', audience: { kind: 'library' }, readers: Object.keys(ROLES).sort() },
        ...{ count: 0, createdAt: new Date(0), ...over },
      },
    ]),
  ]);
  let [now, ids] = [1000, 0];
  const rotated: string[] = [];
  const ports = {
    store: fakeDocuments(documents, () => now),
    clock: { now: () => now, sleep: () => Promise.resolve(), every: () => () => undefined },
    ids: { ...noIds, random: () => `id${(ids += 1)}` },
    queue: {
      ...noQueue,
      rotateTokens: ({ rotation }: { rotation: string }) => Promise.resolve(void rotated.push(rotation)),
    },
    log: () => undefined,
  };
  const state = () => readAlbum(documents.get(paths.album(library, album)));
  const activities = () =>
    [...documents].filter(([path]) => path.startsWith(`${paths.activities(library)}/`)).map(([, { type }]) => type);
  return { documents, ports, rotated, state, activities, pass: (ms: number) => (now += ms) };
}

test('takes an album from its readers at once, rotates the tokens and logs it; restoring gives it back', async () => {
  const { ports, rotated, state, activities } = setup();
  const before = state();
  await deleteAlbum(ports, at('maker'), { library, album });
  expect(state()).toMatchObject({ readers: [], deletedAt: 1000, audience: before.audience });
  expect(rotated).toHaveLength(1);
  await deleteAlbum(ports, at('maker'), { library, album });
  expect(activities()).toEqual(['album-deleted']);
  await restoreAlbum(ports, at('maker'), { library, album });
  await restoreAlbum(ports, at('maker'), { library, album });
  expect(state()).toEqual(before);
  expect(activities()).toEqual(['album-deleted', 'album-restored']);
});

test('rotates no tokens if only owners and editors saw the album, because they see every item', async () => {
  const nobody = { kind: 'people', people: [], circles: [] };
  const { ports, rotated } = setup({ audience: nobody, readers: ['maker', 'other', 'owner'] });
  await deleteAlbum(ports, at('owner'), { library, album });
  expect(rotated).toEqual([]);
});

test('a restored album has the readers of the roles at that time', async () => {
  const { ports, state } = setup({
    audience: { kind: 'people', people: ['mum'], circles: [] },
    guests: { kim: { name: '옆집', since: new Date(0) } },
  });
  await deleteAlbum(ports, at('owner'), { library, album });
  await changeRole(ports, at('owner'), { library, uid: 'other' as Uid, role: 'viewer' });
  expect(state().readers).toEqual([]);
  await restoreAlbum(ports, at('owner'), { library, album });
  expect(state().readers).toEqual(['kim', 'maker', 'mum', 'owner']);
});

test('can be restored until the sweeper may begin', async () => {
  const { ports, state, pass } = setup();
  await deleteAlbum(ports, at('owner'), { library, album });
  pass(RESTORE_ALBUM_S * 1000);
  await expect(restoreAlbum(ports, at('owner'), { library, album })).rejects.toThrow('not-found');
  pass(-1);
  await restoreAlbum(ports, at('owner'), { library, album });
  expect(state().deletedAt).toBeUndefined();
});

test('an editor may delete and restore only an album that they created; viewers none, nobody `all`', async () => {
  const { ports, state } = setup();
  for (const uid of ['other', 'mum'])
    await expect(deleteAlbum(ports, at(uid), { library, album })).rejects.toThrow('forbidden');
  expect(state().deletedAt).toBeUndefined();
  await expect(deleteAlbum(ports, at('owner'), { library, album: ALL })).rejects.toThrow('invalid-request');
  await deleteAlbum(ports, at('owner'), { library, album });
  await expect(restoreAlbum(ports, at('other'), { library, album })).rejects.toThrow('forbidden');
  await restoreAlbum(ports, at('maker'), { library, album });
});

test('an album is merged into another one that exists until it is restored', async () => {
  const { documents, ports, state } = setup();
  const [other, missing] = ['c'.repeat(20) as AlbumId, 'm'.repeat(20) as AlbumId];
  documents.set(paths.album(library, other), { ...documents.get(paths.album(library, album)) });
  for (const into of [ALL, album])
    await expect(deleteAlbum(ports, at('owner'), { library, album, into })).rejects.toThrow('invalid-request');
  await expect(deleteAlbum(ports, at('owner'), { library, album, into: missing })).rejects.toThrow('not-found');
  await deleteAlbum(ports, at('owner'), { library, album, into: other });
  expect(state()).toMatchObject({ deletedAt: 1000, mergedInto: other });
  await expect(deleteAlbum(ports, at('owner'), { library, album: other, into: album })).rejects.toThrow('not-found');
  await restoreAlbum(ports, at('owner'), { library, album });
  expect(state()).not.toHaveProperty('mergedInto');
});

test('a deleted album cannot be changed', async () => {
  const { ports } = setup();
  await deleteAlbum(ports, at('owner'), { library, album });
  await expect(updateAlbum(ports, at('owner'), { library, album, title: '겨울' })).rejects.toThrow('not-found');
});
