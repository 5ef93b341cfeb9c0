import { expect, test } from 'vitest';
import type { AlbumId, LibraryId } from '../ids.ts';
import { readLastVisited, writeLastVisited } from './last-visited.ts';

const library = 'a'.repeat(20) as LibraryId;
const album = 'b'.repeat(20) as AlbumId;

test.each([{ library }, { library, album }])(
  'readLastVisited is the inverse of writeLastVisited: %o',
  (lastVisited) => {
    expect(readLastVisited(writeLastVisited(lastVisited))).toEqual(lastVisited);
  },
);

test('readLastVisited returns undefined if there is none', () => {
  expect(readLastVisited({ locale: 'ko' })).toBeUndefined();
});

test.each([{ lastLibrary: '../x' }, { lastLibrary: library, lastAlbum: 'a/b' }])(
  'readLastVisited rejects %o',
  (fields) => {
    expect(() => readLastVisited(fields)).toThrow();
  },
);
