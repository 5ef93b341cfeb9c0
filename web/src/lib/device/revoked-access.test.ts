import type { AlbumId, ItemId, LibraryId, Uid } from '@maru/model';
import { afterEach, expect, test, vi } from 'vitest';
import { forgetLost, type Mine } from './revoked-access.ts';
import type { SeenStore } from './offline-store.ts';

const home = 'h'.repeat(20) as LibraryId;
const aunts = 'a'.repeat(20) as LibraryId;
const summer = 's'.repeat(20) as AlbumId;
const secret = 'z'.repeat(20) as AlbumId;
const me = 'me' as Uid;
const item = (letter: string): ItemId => letter.repeat(32) as ItemId;
const picture = (library: LibraryId, letter: string): string => `/media/r/${library}/${item(letter)}/1/grid`;

/** A device that has seen two albums of one library and one of another; `b` is in both albums, `c` only on the front of one. */
function device() {
  const kept = new Map<string, unknown>([
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
  const store: SeenStore = {
    read: (key) => Promise.resolve(kept.get(key)),
    write: (key, value) => (value === undefined ? kept.delete(key) : kept.set(key, value)),
    keys: () => Promise.resolve([...kept.keys()]),
    flush: () => Promise.resolve(),
    close: () => undefined,
  };
  const pictures = new Set([...['a', 'b', 'c'].map((letter) => picture(home, letter)), picture(aunts, 'd')]);
  const cache = {
    keys: () => Promise.resolve([...pictures].map((path) => new Request(`https://maru.test${path}`))),
    delete: ({ url }: Request) => Promise.resolve(pictures.delete(new URL(url).pathname)),
  };
  vi.stubGlobal('caches', { has: () => Promise.resolve(true), open: () => Promise.resolve(cache) });
  const keysOf = (library: LibraryId): string[] => [...kept.keys()].filter((key) => key.includes(library));
  return { kept, store, pictures, keysOf };
}
afterEach(() => {
  vi.unstubAllGlobals();
});

const all: Mine = { isMember: true, albums: [summer, secret], covers: [item('c')] };
const small: Mine = { isMember: true, albums: [summer], covers: [item('c')] };

test('who lost nothing keeps everything', async () => {
  const at = device();
  const before = [...at.kept.keys()];
  await forgetLost(at.store, me, [
    [home, all],
    [aunts, small],
  ]);
  expect([...at.kept.keys()]).toEqual(before);
  expect(at.pictures.size).toBe(4);
});

test('a library that is lost leaves nothing, and the other all', async () => {
  const at = device();
  await forgetLost(at.store, me, [[home, all]]);
  expect(at.keysOf(aunts)).toEqual([]);
  expect(at.keysOf(home)).toHaveLength(5);
  expect([...at.pictures]).toEqual(['a', 'b', 'c'].map((letter) => picture(home, letter)));
});

test('an album that is lost leaves nothing that is in no other', async () => {
  const at = device();
  await forgetLost(at.store, me, [
    [home, small],
    [aunts, small],
  ]);
  expect(at.keysOf(home)).not.toContain(`entries/${home}/${secret}`);
  expect([...at.pictures].sort()).toEqual([picture(aunts, 'd'), picture(home, 'b'), picture(home, 'c')]);
});

test('an album that was only looked at from outside is noticed by what they had', async () => {
  const at = device();
  at.kept.delete(`entries/${home}/${secret}`);
  await forgetLost(at.store, me, [
    [home, small],
    [aunts, small],
  ]);
  expect(at.pictures.has(picture(home, 'a'))).toBe(false);
});

test('what is not known yet is not taken for lost', async () => {
  const at = device();
  await forgetLost(at.store, me, [
    [home, undefined],
    [aunts, undefined],
  ]);
  expect(at.pictures.size).toBe(4);
  expect(at.keysOf(home)).toHaveLength(5);
  expect(at.kept.get('had')).toEqual({ [home]: [summer, secret], [aunts]: [summer] });
});

test('who is a guest now keeps their album and nothing of the library', async () => {
  const at = device();
  await forgetLost(at.store, me, [
    [home, { isMember: false, albums: [summer], covers: [] }],
    [aunts, { ...small, covers: [] }],
  ]);
  expect(at.keysOf(home)).toEqual([`entries/${home}/${summer}`]);
  expect([...at.pictures].sort()).toEqual([picture(aunts, 'd'), picture(home, 'b')]);
});
