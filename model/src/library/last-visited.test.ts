import { expect, test } from 'vitest';
import type { AlbumId, LibraryId } from '../ids.ts';
import { readLastVisited, writeLastVisited } from './last-visited.ts';

const library = 'a'.repeat(20) as LibraryId;
const album = 'b'.repeat(20) as AlbumId;

test.each([{ library }, { library, album }])('a landing is read as it was written: %o', (landing) => {
  expect(readLastVisited(writeLastVisited(landing))).toEqual(landing);
});

test('who was nowhere yet lands nowhere', () => {
  expect(readLastVisited({ locale: 'ko' })).toBeUndefined();
});

test.each([{ lastLibrary: '../x' }, { lastLibrary: library, lastAlbum: 'a/b' }])('%o is no landing', (fields) => {
  expect(() => readLastVisited(fields)).toThrow();
});
