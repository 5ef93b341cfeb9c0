import { expect, test } from 'vitest';
import { uniqueNames } from './unique-names.ts';

test('numbers names that are taken, before the extension', () => {
  const unique = uniqueNames();
  const names = ['a.jpg', 'A.JPG', 'a.jpg', 'a (2).jpg', '바다', '바다', '.hidden', 'b.tar.gz', 'b.tar.gz'];
  expect(names.map(unique)).toEqual([
    ...['a.jpg', 'A (2).JPG', 'a (3).jpg', 'a (2) (2).jpg', '바다', '바다 (2)', '.hidden', 'b.tar.gz', 'b.tar (2).gz'],
  ]);
});
