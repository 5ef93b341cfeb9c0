import { expect, test } from 'vitest';
import { ALL, type ItemId, type LibraryId } from '@maru/model/ids';
import { wanted, ways } from './routes.ts';

const library = 'a'.repeat(20) as LibraryId;

test('after signing in one lands where one wanted', () => {
  const to = ways.item(library, ALL, 'b'.repeat(32) as ItemId);
  const asked = new URL(ways.signIn(to), 'https://maru.example');
  expect(wanted(asked.searchParams.get('to'))).toBe(to);
});

test.each([null, '', 'https://evil.example/', '//evil.example', '/\\evil.example', '/sign-in?to=/', 'l/x'])(
  'nobody is sent elsewhere by %s',
  (to) => {
    expect(wanted(to)).toBe('/');
  },
);

test('모두 is its own place, not an album among others', () => {
  expect(ways.album(library, ALL)).toBe(`/l/${library}/all`);
});
