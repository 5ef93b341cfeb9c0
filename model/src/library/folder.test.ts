import { expect, test } from 'vitest';
import { folderOf, folderOfFile } from './folder.ts';
import { MAX_FOLDER } from '../limits.ts';

test.each([
  ['1987 설악산', '1987 설악산'],
  ['사진/1987 설악산', '사진/1987 설악산'],
  ['사진'.normalize('NFD'), '사진'],
  ['/a//b/', 'a/b'],
  ['./a/../b', 'a/b'],
  [' a / b ', 'a/b'],
  ['a\0b', 'ab'],
  ['', undefined],
  ['/', undefined],
  ['..', undefined],
])('folderOf normalizes %j to %j', (path, folder) => {
  expect(folderOf(path)).toBe(folder);
});

test('folderOf keeps the last folders of a long path', () => {
  const long = 'a'.repeat(MAX_FOLDER - 2);
  expect(folderOf(`b/${long}`)).toBe(`b/${long}`);
  expect(folderOf(`bc/${long}`)).toBe(long);
  expect(folderOf('a'.repeat(MAX_FOLDER + 1))).toBeUndefined();
});

test('folderOfFile returns the path without the file name', () => {
  expect(['사진/1987/a.jpg', 'a.jpg', '', undefined].map(folderOfFile)).toEqual([
    '사진/1987',
    undefined,
    undefined,
    undefined,
  ]);
});
