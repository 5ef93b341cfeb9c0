import { expect, test } from 'vitest';
import { BadDocument } from '../schema.ts';
import { readGuestMembership } from './guest-membership.ts';

const visit = { library: 'abcdefghij234567abcd', since: new Date(5) };

test('a visit comes back as it was', () => {
  expect(readGuestMembership(visit)).toEqual({ ...visit, since: 5 });
});

test.each<[string, unknown]>([
  ['library', undefined],
  ['library', 'all'],
  ['library', '../asks'],
  ['since', undefined],
  ['since', '2026'],
])('a visit is refused for its %s %j', (field, value) => {
  expect(() => readGuestMembership({ ...visit, [field]: value })).toThrow(BadDocument);
});
