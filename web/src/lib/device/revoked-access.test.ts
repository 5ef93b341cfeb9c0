import { encodeSheet, type AlbumId, type Entry, type ItemId, type LibraryId, type Uid } from '@maru/model';
import { afterEach, expect, test, vi } from 'vitest';
import { clearRevoked, type LibraryAccess } from './revoked-access.ts';
import type { OfflineStore } from './offline-store.ts';

const home = 'h'.repeat(20) as LibraryId;
const aunts = 'a'.repeat(20) as LibraryId;
const summer = 's'.repeat(20) as AlbumId;
const secret = 'z'.repeat(20) as AlbumId;
const me = 'me' as Uid;
const item = (letter: string): ItemId => letter.repeat(32) as ItemId;
const imagePath = (library: LibraryId, letter: string): string => `/media/r/${library}/${item(letter)}/1/grid`;

const entry: Entry = {
  ...{ kind: 'photo', state: 'ready', by: me, rev: 1, token: 't', ratio: 1, variants: [], addedAt: 1 },
};
const sheetKey = (library: LibraryId, album: AlbumId): string => `sheet/${library}/${album}/${item('s')}`;
const sheetOf = (library: LibraryId, album: AlbumId, ...letters: string[]): [string, unknown][] => [
  [sheetKey(library, album), { version: 1, text: encodeSheet(letters.map((letter) => [item(letter), entry])) }],
];

/** A device with two albums of one library and one of another; `b` is in both albums, `c` is only a cover. */
function device() {
  const stored = new Map<string, unknown>([
    ['libraries', []],
    ['guestMemberships', []],
    ['lastAccess', { [home]: [summer, secret], [aunts]: [summer] }],
    ...['albums', 'members', 'circles'].flatMap((kind) => [home, aunts].map((l) => [`${kind}/${l}`, []] as const)),
    ...sheetOf(home, summer, 'b'),
    ...sheetOf(home, secret, 'a', 'b'),
    ...sheetOf(aunts, summer, 'd'),
  ]);
  const store: OfflineStore = {
    isReading: false,
    read: (key) => Promise.resolve(stored.get(key)),
    write: (key, value) => (value === undefined ? stored.delete(key) : stored.set(key, value)),
    keys: () => Promise.resolve([...stored.keys()]),
    flush: () => Promise.resolve(),
    close: () => undefined,
  };
  const images = new Set([...['a', 'b', 'c'].map((letter) => imagePath(home, letter)), imagePath(aunts, 'd')]);
  const cache = {
    keys: () => Promise.resolve([...images].map((path) => new Request(`https://maru.test${path}`))),
    delete: ({ url }: Request) => Promise.resolve(images.delete(new URL(url).pathname)),
  };
  vi.stubGlobal('caches', { has: () => Promise.resolve(true), open: () => Promise.resolve(cache) });
  const keysOf = (library: LibraryId): string[] => [...stored.keys()].filter((key) => key.includes(library));
  return { stored, store, images, keysOf };
}
afterEach(() => {
  vi.unstubAllGlobals();
});

const all: LibraryAccess = { isMember: true, albums: [summer, secret], covers: [item('c')] };
const restricted: LibraryAccess = { isMember: true, albums: [summer], covers: [item('c')] };

test('deletes nothing if no access was revoked', async () => {
  const at = device();
  const before = [...at.stored.keys()];
  await clearRevoked(at.store, me, [
    [home, all],
    [aunts, restricted],
  ]);
  expect([...at.stored.keys()]).toEqual(before);
  expect(at.images.size).toBe(4);
});

test('deletes everything of a revoked library and nothing of others', async () => {
  const at = device();
  await clearRevoked(at.store, me, [[home, all]]);
  expect(at.keysOf(aunts)).toEqual([]);
  expect(at.keysOf(home)).toHaveLength(5);
  expect([...at.images]).toEqual(['a', 'b', 'c'].map((letter) => imagePath(home, letter)));
});

test('deletes the images of a revoked album that are in no other album', async () => {
  const at = device();
  await clearRevoked(at.store, me, [
    [home, restricted],
    [aunts, restricted],
  ]);
  expect(at.keysOf(home)).not.toContain(sheetKey(home, secret));
  expect([...at.images].sort()).toEqual([imagePath(aunts, 'd'), imagePath(home, 'b'), imagePath(home, 'c')]);
});

test('keeps the images of changes that no stored sheet has yet', async () => {
  const at = device();
  at.stored.set(`changes/${home}/${summer}`, [
    { item: item('a'), entry, changed: 1 },
    { item: item('b'), removedFrom: '~1', changed: 2 },
  ]);
  await clearRevoked(at.store, me, [
    [home, restricted],
    [aunts, restricted],
  ]);
  expect(at.images.has(imagePath(home, 'a'))).toBe(true);
});

test('detects the revocation of an album that was never opened', async () => {
  const at = device();
  at.stored.delete(sheetKey(home, secret));
  await clearRevoked(at.store, me, [
    [home, restricted],
    [aunts, restricted],
  ]);
  expect(at.images.has(imagePath(home, 'a'))).toBe(false);
});

test('does not treat unknown access as revoked', async () => {
  const at = device();
  await clearRevoked(at.store, me, [
    [home, undefined],
    [aunts, undefined],
  ]);
  expect(at.images.size).toBe(4);
  expect(at.keysOf(home)).toHaveLength(5);
  expect(at.stored.get('lastAccess')).toEqual({ [home]: [summer, secret], [aunts]: [summer] });
});

test('keeps only the album of a member who became a guest', async () => {
  const at = device();
  await clearRevoked(at.store, me, [
    [home, { isMember: false, albums: [summer], covers: [] }],
    [aunts, { ...restricted, covers: [] }],
  ]);
  expect(at.keysOf(home)).toEqual([sheetKey(home, summer)]);
  expect([...at.images].sort()).toEqual([imagePath(aunts, 'd'), imagePath(home, 'b')]);
});
