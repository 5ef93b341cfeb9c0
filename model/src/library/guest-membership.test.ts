import { expect, test } from 'vitest';
import { BadDocument } from '../schema.ts';
import { readGuestMembership } from './guest-membership.ts';

const membership = { library: 'abcdefghij234567abcd', since: new Date(5) };

test('readGuestMembership accepts a valid document', () => {
  expect(readGuestMembership(membership)).toEqual({ ...membership, since: 5 });
});

test.each<[string, unknown]>([
  ['library', undefined],
  ['library', 'all'],
  ['library', '../requests'],
  ['since', undefined],
  ['since', '2026'],
])('readGuestMembership rejects %s %j', (field, value) => {
  expect(() => readGuestMembership({ ...membership, [field]: value })).toThrow(BadDocument);
});
