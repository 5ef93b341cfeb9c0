import { expect, test } from 'vitest';
import { ALL, type ItemId, type LibraryId } from '@maru/model/ids';
import { returnPath, routes } from './routes.ts';

const library = 'a'.repeat(20) as LibraryId;

test('after signing in one lands where one returnPath', () => {
  const to = routes.item(library, ALL, 'b'.repeat(32) as ItemId);
  const asked = new URL(routes.signIn(to), 'https://maru.example');
  expect(returnPath(asked.searchParams.get('to'))).toBe(to);
});

test.each([null, '', 'https://evil.example/', '//evil.example', '/\\evil.example', '/sign-in?to=/', 'l/x'])(
  'nobody is sent elsewhere by %s',
  (to) => {
    expect(returnPath(to)).toBe('/');
  },
);

test('모두 is its own place, not an album among others', () => {
  expect(routes.album(library, ALL)).toBe(`/l/${library}/all`);
});
