import type { AlbumId, ItemId, LibraryId, Uid } from '@maru/model';
import { afterEach, expect, test, vi } from 'vitest';
import { clearRevoked, type LibraryAccess } from './revoked-access.ts';
import type { OfflineStore } from './offline-store.ts';

const home = 'h'.repeat(20) as LibraryId;
const aunts = 'a'.repeat(20) as LibraryId;
const summer = 's'.repeat(20) as AlbumId;
const secret = 'z'.repeat(20) as AlbumId;
const me = 'me' as Uid;
const item = (letter: string): ItemId => letter.repeat(32) as ItemId;
const picture = (library: LibraryId, letter: string): string => `/media/r/${library}/${item(letter)}/1/grid`;

/** A device with two albums of one library and one of another; `b` is in both albums, `c` is only a cover. */
function device() {
  const stored = new Map<string, unknown>([
    ['libraries', []],
    ['visits', []],
    ['had', { [home]: [summer, secret], [aunts]: [summer] }],
    ...['albums', 'members', 'circles'].flatMap((what) => [home, aunts].map((l) => [`${what}/${l}`, []] as const)),
    [`entries/${home}/${summer}`, [[item('b'), {}]]],
    [
      `entries/${home}/${secret}`,
      [
        [item('a'), {}],
        [item('b'), {}],
      ],
    ],
    [`entries/${aunts}/${summer}`, [[item('d'), {}]]],
  ]);
  const store: OfflineStore = {
    read: (key) => Promise.resolve(stored.get(key)),
    write: (key, value) => (value === undefined ? stored.delete(key) : stored.set(key, value)),
    keys: () => Promise.resolve([...stored.keys()]),
    flush: () => Promise.resolve(),
    close: () => undefined,
  };
  const pictures = new Set([...['a', 'b', 'c'].map((letter) => picture(home, letter)), picture(aunts, 'd')]);
  const cache = {
    keys: () => Promise.resolve([...pictures].map((path) => new Request(`https://maru.test${path}`))),
    delete: ({ url }: Request) => Promise.resolve(pictures.delete(new URL(url).pathname)),
  };
  vi.stubGlobal('caches', { has: () => Promise.resolve(true), open: () => Promise.resolve(cache) });
  const keysOf = (library: LibraryId): string[] => [...stored.keys()].filter((key) => key.includes(library));
  return { stored, store, pictures, keysOf };
}
afterEach(() => {
  vi.unstubAllGlobals();
});

const all: LibraryAccess = { isMember: true, albums: [summer, secret], covers: [item('c')] };
const small: LibraryAccess = { isMember: true, albums: [summer], covers: [item('c')] };

test('without a loss everything stays', async () => {
  const at = device();
  const before = [...at.stored.keys()];
  await clearRevoked(at.store, me, [
    [home, all],
    [aunts, small],
  ]);
  expect([...at.stored.keys()]).toEqual(before);
  expect(at.pictures.size).toBe(4);
});

test('a revoked library leaves nothing, and the other everything', async () => {
  const at = device();
  await clearRevoked(at.store, me, [[home, all]]);
  expect(at.keysOf(aunts)).toEqual([]);
  expect(at.keysOf(home)).toHaveLength(5);
  expect([...at.pictures]).toEqual(['a', 'b', 'c'].map((letter) => picture(home, letter)));
});

test('a revoked album leaves nothing that is in no other album', async () => {
  const at = device();
  await clearRevoked(at.store, me, [
    [home, small],
    [aunts, small],
  ]);
  expect(at.keysOf(home)).not.toContain(`entries/${home}/${secret}`);
  expect([...at.pictures].sort()).toEqual([picture(aunts, 'd'), picture(home, 'b'), picture(home, 'c')]);
});

test('a revoked album that was never opened is noticed by the last access', async () => {
  const at = device();
  at.stored.delete(`entries/${home}/${secret}`);
  await clearRevoked(at.store, me, [
    [home, small],
    [aunts, small],
  ]);
  expect(at.pictures.has(picture(home, 'a'))).toBe(false);
});

test('what is not known yet does not count as revoked', async () => {
  const at = device();
  await clearRevoked(at.store, me, [
    [home, undefined],
    [aunts, undefined],
  ]);
  expect(at.pictures.size).toBe(4);
  expect(at.keysOf(home)).toHaveLength(5);
  expect(at.stored.get('had')).toEqual({ [home]: [summer, secret], [aunts]: [summer] });
});

test('a member who became a guest keeps their album and nothing else of the library', async () => {
  const at = device();
  await clearRevoked(at.store, me, [
    [home, { isMember: false, albums: [summer], covers: [] }],
    [aunts, { ...small, covers: [] }],
  ]);
  expect(at.keysOf(home)).toEqual([`entries/${home}/${summer}`]);
  expect([...at.pictures].sort()).toEqual([picture(aunts, 'd'), picture(home, 'b')]);
});
