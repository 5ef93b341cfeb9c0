import { expect, test } from 'vitest';
import { ALL, type ItemId, type LibraryId } from '@maru/model/ids';
import { returnPath, routes } from './routes.ts';

const library = 'a'.repeat(20) as LibraryId;

test('the sign-in page returns to the requested path', () => {
  const to = routes.item(library, ALL, 'b'.repeat(32) as ItemId);
  const url = new URL(routes.signIn(to), 'https://maru.example');
  expect(returnPath(url.searchParams.get('to'))).toBe(to);
});

test.each([null, '', 'https://evil.example/', '//evil.example', '/\\evil.example', '/sign-in?to=/', 'l/x'])(
  'returns to home instead of %s',
  (to) => {
    expect(returnPath(to)).toBe('/');
  },
);

test('the album `all` has an address of its own', () => {
  expect(routes.album(library, ALL)).toBe(`/l/${library}/all`);
});
