import {
  ALL,
  paths,
  readItem,
  RESTORE_ALBUM_S,
  TRASH,
  type AlbumId,
  type ItemId,
  type LibraryId,
  type SubmissionId,
  type Uid,
} from '@maru/model';
import { expect, test } from 'vitest';
import { fakeDocuments } from '../../testing/fake-documents.ts';
import { noOriginals, noQueue, noRenditions } from '../../testing/unused-ports.ts';
import type { Fields, Store } from '../ports/documents.ts';
import { sweepDeletedAlbums } from './sweep-deleted-albums.ts';

const library = 'l'.repeat(20) as LibraryId;
const album = 'b'.repeat(20) as AlbumId;
const other = 'c'.repeat(20) as AlbumId;
const last = 'd'.repeat(20) as AlbumId;
const missing = 'm'.repeat(20) as AlbumId;
const idOf = (name: string) => name.padEnd(32, 'x') as ItemId;
const submission = 's'.repeat(20) as SubmissionId;
const DELETED_AT = 1_000_000;
const DUE = DELETED_AT + (RESTORE_ALBUM_S + 30) * 1000;

const albumFields = {
  title: '여름',
  by: 'me',
  audience: { kind: 'library' },
  readers: ['me'],
  count: 0,
  createdAt: new Date(0),
};
const media = { kind: 'photo', format: 'jpeg', width: 4, height: 3, variants: [], token: 't' };
const item = (albums: AlbumId[], of: Fields = {}): Fields => ({
  ...{ ...media, state: 'ready', uploader: 'me', fileName: 'a.jpg', size: 1, rev: 1, addedAt: new Date(0), albums },
  ...of,
});

/** A library with a deleted album. */
function setup(items: Readonly<Record<string, Fields>>) {
  const guests = { kim: { name: '옆집', since: new Date(0) } };
  const documents = new Map<string, Fields>([
    [paths.library(library), { name: '집', timeZone: 'Asia/Seoul', roles: { me: 'owner' }, members: ['me'] }],
    ...[ALL, other].map((id): [string, Fields] => [paths.album(library, id), albumFields]),
    [paths.album(library, album), { ...albumFields, guests, readers: [], deletedAt: new Date(DELETED_AT) }],
    [paths.guestMembership('kim' as Uid, album), { library }],
    ['invites/guest', { album, as: 'guest' }],
    ['invites/viewer', { album, as: 'viewer' }],
    [paths.submission(library, submission), { album, state: 'pending' }],
  ]);
  for (const [letter, fields] of Object.entries(items)) {
    documents.set(paths.item(library, idOf(letter)), fields);
    if (fields['state'] === 'ready' && fields['trashedAt'] === undefined)
      for (const one of fields['albums'] as AlbumId[]) documents.set(paths.entry(library, one, idOf(letter)), {});
  }
  let now = DUE;
  const logged: string[] = [];
  const indexed: AlbumId[] = [];
  const ports = {
    store: fakeDocuments(documents, () => now),
    originals: noOriginals,
    renditions: noRenditions,
    queue: { ...noQueue, indexAlbum: ({ album }: { album: AlbumId }) => Promise.resolve(void indexed.push(album)) },
    clock: { now: () => now, sleep: () => Promise.resolve(), every: () => () => undefined },
    log: (what: string) => void logged.push(what),
    removal: {
      documents: (path: string) => {
        for (const one of documents.keys()) if (one === path || one.startsWith(`${path}/`)) documents.delete(one);
        return Promise.resolve();
      },
    },
  };
  const sweep = (at = DUE, over: Partial<{ store: Store }> = {}) => {
    now = at;
    return sweepDeletedAlbums({ ...ports, ...over }, library, documents.get(paths.library(library)) ?? {});
  };
  const read = (letter: string) => readItem(documents.get(paths.item(library, idOf(letter))));
  const has = (one: AlbumId, letter: string) => documents.has(paths.entry(library, one, idOf(letter)));
  return { documents, store: ports.store, sweep, read, has, logged, indexed };
}

test('items stay in their other albums, those in no other go to the trash, and everything of the album is removed', async () => {
  const at = setup({
    a: item([ALL, album]),
    d: item([album, missing]),
    e: item([other]),
    f: item([album], { state: 'processing' }),
  });
  expect(await at.sweep()).toBe(1);
  expect([at.read('a').albums, at.has(ALL, 'a'), at.read('a').trashedAt]).toEqual([[ALL], true, undefined]);
  expect([at.read('d').albums, at.has(TRASH, 'd'), at.read('d').trashedAt]).toEqual([[missing], true, DUE]);
  expect([at.read('e').albums, at.has(other, 'e')]).toEqual([[other], true]);
  expect([at.read('f').albums, at.has(TRASH, 'f'), at.read('f').trashedAt]).toEqual([[], false, DUE]);
  expect([...at.documents.keys()].filter((path) => path.includes(album))).toEqual([]);
  expect(at.documents.has('invites/viewer')).toBe(true);
  expect(at.documents.has('invites/guest')).toBe(false);
  expect(at.documents.get(paths.submission(library, submission))).toMatchObject({
    state: 'declined',
    needsCleanup: true,
  });
  expect(await at.sweep()).toBe(0);
});

test('an item in the trash stays there, without the album to return to', async () => {
  const at = setup({ a: item([ALL, album], { trashedAt: new Date(5) }) });
  expect(await at.sweep()).toBe(1);
  expect([at.read('a').albums, at.read('a').trashedAt]).toEqual([[ALL], 5]);
});

test('an item that is only in other deleted albums goes to the trash', async () => {
  const at = setup({ a: item([album, other]) });
  at.documents.set(paths.album(library, other), { ...albumFields, readers: [], deletedAt: new Date(DUE - 1) });
  expect(await at.sweep()).toBe(1);
  expect([at.read('a').albums, at.read('a').trashedAt, at.has(other, 'a')]).toEqual([[other], DUE, false]);
});

test('what is left in a merged album goes to the other one, in place of the trash', async () => {
  const at = setup({
    a: item([album], { state: 'processing' }),
    b: item([ALL, album], { state: 'failed', failure: 'attempts-exhausted' }),
    c: item([album]),
    d: item([other, album]),
    e: item([album], { trashedAt: new Date(5) }),
    f: item([album], { state: 'uploading' }),
  });
  at.documents.set(paths.album(library, album), {
    ...{ ...albumFields, readers: [], deletedAt: new Date(DELETED_AT), mergedInto: other },
  });
  expect(await at.sweep()).toBe(0);
  const places = (letter: string) => [at.read(letter).albums, at.read(letter).trashedAt, at.has(other, letter)];
  expect(['a', 'b', 'c', 'd', 'e'].map(places)).toEqual([
    [[other], undefined, false],
    [[ALL, other], undefined, false],
    [[other], undefined, true],
    [[other], undefined, true],
    [[other], 5, false],
  ]);
  expect(at.read('f').albums).toEqual([album]);
  expect(at.indexed).toContain(other);
  at.documents.set(paths.item(library, idOf('f')), item([album]));
  expect(await at.sweep()).toBe(1);
  expect([places('f'), at.has(TRASH, 'f')]).toEqual([[[other], undefined, true], false]);
});

test('a merged album whose target was merged, too, goes to that one, and to the trash if the target was deleted', async () => {
  const merge = async (of: Fields) => {
    const at = setup({ a: item([album]) });
    const deleted = { ...albumFields, readers: [], deletedAt: new Date(DELETED_AT) };
    at.documents.set(paths.album(library, album), { ...deleted, mergedInto: other });
    at.documents.set(paths.album(library, other), { ...deleted, deletedAt: new Date(DUE - 1), ...of });
    at.documents.set(paths.album(library, last), albumFields);
    expect(await at.sweep()).toBe(1);
    return [at.read('a').albums, at.read('a').trashedAt];
  };
  expect(await merge({ mergedInto: last })).toEqual([[last], undefined]);
  expect(await merge({})).toEqual([[], DUE]);
});

test('waits until the album cannot be restored, and for rotations', async () => {
  const at = setup({ a: item([album]) });
  expect(await at.sweep(DUE - 1)).toBe(0);
  at.documents.set(paths.rotation(library, 'r'), { albums: [album], everything: false, at: new Date(DELETED_AT) });
  expect(await at.sweep()).toBe(0);
  expect(at.read('a').albums).toEqual([album]);
  at.documents.delete(paths.rotation(library, 'r'));
  expect(await at.sweep()).toBe(1);
});

test('leaves an upload in the album until it has ended', async () => {
  const at = setup({ a: item([album]), d: item([album], { state: 'uploading', token: undefined }) });
  expect(await at.sweep()).toBe(0);
  expect(at.read('a').trashedAt).toBe(DUE);
  expect(at.read('d')).toMatchObject({ albums: [album], state: 'uploading' });
  at.documents.set(paths.item(library, idOf('d')), item([album]));
  expect(await at.sweep(DUE + 1)).toBe(1);
  expect(at.read('d').trashedAt).toBe(DUE + 1);
});

test('gives the same result when it is killed between any two steps and repeated', async () => {
  // More than one page and several transactions.
  const letters = Array.from('abcdefghijkl');
  const names = letters.flatMap((first) => letters.map((second) => first + second));
  const items = Object.fromEntries(names.map((name, n) => [name, item(n % 2 === 0 ? [ALL, album] : [album])]));
  const whole = setup(items);
  let all = 0;
  await whole.sweep(DUE, { store: { ...whole.store, transact: (run) => ((all += 1), whole.store.transact(run)) } });
  expect(all).toBeGreaterThan(3);
  for (let kill = 1; kill <= all; kill++) {
    const at = setup(items);
    let steps = kill;
    const store: Store = {
      ...at.store,
      transact: (run) => ((steps -= 1) === 0 ? Promise.reject(new Error('killed')) : at.store.transact(run)),
    };
    expect(await at.sweep(DUE, { store })).toBe(0);
    expect(await at.sweep()).toBe(1);
    expect([...at.documents].toSorted()).toEqual([...whole.documents].toSorted());
  }
});
