import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ALL, type AlbumId, type ItemId, type LibraryId, type Uid } from './ids.ts';
import {
  MASTER,
  objectUrl,
  originalName,
  parseOriginalName,
  parseRenditionName,
  paths,
  renditionFolder,
  renditionName,
  rungPlaylist,
  sliceFile,
} from './paths.ts';

// The model's world has neither DOM nor Node; tests run in one that has this.
declare const URL: new (
  url: string,
  base?: string,
) => { href: string; pathname: string; searchParams: { get: (name: string) => string | null } };

const L = 'abcdefghij234567abcd' as LibraryId;
const I = 'abcdefghijklmnopqrstuvwxyz234567' as ItemId;
const A = 'zyxwvutsrq765432zyxw' as AlbumId;

const letters = (length: number) =>
  fc.string({
    unit: fc.constantFrom(...Array.from('abcdefghijklmnopqrstuvwxyz234567')),
    minLength: length,
    maxLength: length,
  });
const library = letters(20).map((id) => id as LibraryId);
const item = letters(32).map((id) => id as ItemId);

describe('an original’s name', () => {
  test('comes back as what it was made of', () => {
    fc.assert(
      fc.property(library, item, (l, i) => {
        expect(parseOriginalName(originalName(l, i))).toEqual({ library: l, item: i });
      }),
    );
  });

  test('is below 1,024 bytes', () => {
    expect(originalName(L, I).length).toBeLessThan(100);
  });

  test.each([
    '',
    '/',
    'originals',
    `originals/${L}`,
    `originals/${L}/`,
    `originals/${L}/${I}/`,
    `originals/${L}/${I}/x`,
    `/originals/${L}/${I}`,
    `originals//${L}/${I}`,
    `Originals/${L}/${I}`,
    `incoming/${L}/${I}`,
    `r/${L}/${I}`,
    `originals/../${I}`,
    `originals/${L}/..`,
    `originals/${L}/../${L}/${I}`,
    `originals%2F${L}%2F${I}`,
    `originals/${L}%2F${I}`,
    `originals/${L}/${I}%00`,
    `originals/${L}/${I}\n`,
    `originals/${L}/${I.toUpperCase()}`,
    `originals/${L}/${I.slice(1)}가`,
    `originals/${L}/${I.slice(1)}\u{1F600}`,
    `originals/${ALL}/${I}`,
  ])('is not %j', (name) => {
    expect(parseOriginalName(name)).toBeUndefined();
  });

  test('is nothing that it would not spell itself', () => {
    fc.assert(
      fc.property(fc.nat(60), fc.nat(2), fc.string({ maxLength: 3 }), (at, left, put) => {
        // A good name with something put in, or put over it.
        const good = originalName(L, I);
        const name = good.slice(0, at) + put + good.slice(at + left);
        const parsed = parseOriginalName(name);
        return parsed === undefined || originalName(parsed.library, parsed.item) === name;
      }),
    );
  });
});

describe('a rendition’s name', () => {
  const file = fc.oneof(
    fc.constantFrom('grid.webp', 'screen.webp', 'poster.webp', MASTER),
    fc.nat().map((slice) => sliceFile('1080', slice)),
    fc.constantFrom('360', 'sound').map(rungPlaylist),
  );

  test('comes back as what it was made of', () => {
    fc.assert(
      fc.property(library, item, fc.integer({ min: 1, max: 999_999_999 }), file, (l, i, rev, f) => {
        const name = renditionName(l, i, rev, f);
        expect(parseRenditionName(name)).toEqual({ library: l, item: i, rev, file: f });
        expect(name.startsWith(renditionFolder(l, i, rev))).toBe(true);
      }),
    );
  });

  test('is another for every rev, item and library', () => {
    const folders = [
      renditionFolder(L, I, 1),
      renditionFolder(L, I, 11),
      renditionFolder(L, `${I.slice(0, 31)}b` as ItemId, 1),
      renditionFolder(`${L.slice(0, 19)}b` as LibraryId, I, 1),
    ];
    for (const one of folders) expect(folders.filter((other) => other.startsWith(one))).toEqual([one]);
  });

  test.each([
    `r/${L}/${I}/1`,
    `r/${L}/${I}/1/`,
    `r/${L}/${I}/0/grid.webp`,
    `r/${L}/${I}/01/grid.webp`,
    `r/${L}/${I}/-1/grid.webp`,
    `r/${L}/${I}/1e3/grid.webp`,
    `r/${L}/${I}/1234567890/grid.webp`,
    `r/${L}/${I}/1/../grid.webp`,
    `r/${L}/${I}/1/stream//360.m3u8`,
    `r/${L}/${I}//grid.webp`,
    `r/${L}/../1/grid.webp`,
    `r%2F${L}/${I}/1/grid.webp`,
    `originals/${L}/${I}`,
    `/r/${L}/${I}/1/grid.webp`,
  ])('is not %j', (name) => {
    expect(parseRenditionName(name)).toBeUndefined();
  });
});

test('no original is a rendition', () => {
  expect(parseRenditionName(originalName(L, I))).toBeUndefined();
  expect(parseOriginalName(renditionName(L, I, 1, 'grid.webp'))).toBeUndefined();
});

test('Firestore paths are the design’s', () => {
  const uid = 'u1' as Uid;
  expect([
    paths.user(uid),
    paths.library(L),
    paths.member(L, uid),
    paths.counter(L, 3),
    paths.item(L, I),
    paths.album(L, A),
    paths.entry(L, ALL, I),
    paths.lease(L, I),
    paths.invite('ab'),
    paths.access(),
  ]).toEqual([
    'users/u1',
    `libraries/${L}`,
    `libraries/${L}/members/u1`,
    `libraries/${L}/counters/3`,
    `libraries/${L}/items/${I}`,
    `libraries/${L}/albums/${A}`,
    `libraries/${L}/albums/all/entries/${I}`,
    `libraries/${L}/work/lease-${I}`,
    'invites/ab',
    'installation/access',
  ]);
  expect([paths.libraries(), paths.members(L), paths.items(L), paths.albums(L), paths.entries(L, A), paths.invites()])
    // A collection is what its documents' paths begin with.
    .toEqual([
      'libraries',
      `libraries/${L}/members`,
      `libraries/${L}/items`,
      `libraries/${L}/albums`,
      `libraries/${L}/albums/${A}/entries`,
      'invites',
    ]);
});

test('an object’s URL holds its whole name in one step of the path', () => {
  const name = renditionName(L, I, 2, 'stream/360.m3u8');
  const url = new URL(objectUrl('https://host.example', 'bucket', name, 'a-token'));
  expect(url.pathname.split('/').slice(0, 5)).toEqual(['', 'v0', 'b', 'bucket', 'o']);
  expect(url.pathname.split('/')).toHaveLength(6);
  expect(decodeURIComponent(url.pathname.split('/')[5] ?? '')).toBe(name);
  expect([url.searchParams.get('alt'), url.searchParams.get('token')]).toEqual(['media', 'a-token']);
});
