import { describe, expect, test } from 'vitest';
import { MAX_ADDRESS } from '../limits.ts';
import { addressOf, canCreateLibrary, readAccess, readLibrary, readMember } from './member.ts';
import { BadDocument } from '../schema.ts';

const library = {
  name: '우리 집',
  timeZone: 'Asia/Seoul',
  roles: { mum: 'viewer', anna: 'owner' },
  members: ['anna', 'mum'],
};
const member = { name: '엄마', photo: 'https://lh3.googleusercontent.com/a', joinedAt: new Date(5) };

test('readLibrary, readMember and readAccess accept valid documents', () => {
  expect(readLibrary(library)).toEqual(library);
  expect(readLibrary({ ...library, deleteAt: new Date(9) })).toEqual({ ...library, deleteAt: 9 });
  expect(readLibrary({ ...library, roles: {}, members: [] })).toMatchObject({ roles: {}, members: [] });
  expect(readMember(member)).toEqual({ ...member, joinedAt: 5 });
  expect(readMember({ name: '엄마', joinedAt: 5 })).toEqual({ name: '엄마', joinedAt: 5 });
  expect(readAccess({ owners: ['a'], allowed: [] })).toEqual({ owners: ['a'], allowed: [] });
});

type Reads = (value: unknown) => unknown;
test.each<[string, Reads, object, string, unknown]>([
  ['library', readLibrary, library, 'name', undefined],
  ['library', readLibrary, library, 'timeZone', 9],
  ['library', readLibrary, library, 'roles', undefined],
  ['library', readLibrary, library, 'roles', { mum: 'admin' }],
  ['library', readLibrary, library, 'roles', { 'a/b': 'viewer' }],
  ['library', readLibrary, library, 'roles', { '': 'viewer' }],
  ['library', readLibrary, library, 'members', { mum: true }],
  ['library', readLibrary, library, 'members', ['a/b']],
  ['library', readLibrary, library, 'deleteAt', 'soon'],
  ['member', readMember, member, 'name', undefined],
  ['member', readMember, member, 'photo', 1],
  ['member', readMember, member, 'joinedAt', undefined],
  ['access', readAccess, { owners: [], allowed: [] }, 'owners', undefined],
  ['access', readAccess, { owners: [], allowed: [] }, 'owners', [1]],
  ['access', readAccess, { owners: [], allowed: [] }, 'allowed', 'a@b.c'],
])('a %s with an invalid field is rejected', (_, read, valid, field, value) => {
  expect(() => read({ ...valid, [field]: value })).toThrow(BadDocument);
});

describe('addressOf', () => {
  test.each([
    ['mum@example.com', 'mum@example.com'],
    ['  Mum@Example.COM \n', 'mum@example.com'],
    ['\u{FEFF}mum@example.com', 'mum@example.com'],
    ['mum+photos@mail.example.co.kr', 'mum+photos@mail.example.co.kr'],
    ['엄마@example.com'.normalize('NFD'), '엄마@example.com'.normalize('NFC')],
    [`${'a'.repeat(MAX_ADDRESS - 12)}@example.com`, `${'a'.repeat(MAX_ADDRESS - 12)}@example.com`],
  ])('normalizes %j', (typed, address) => {
    expect(addressOf(typed)).toBe(address);
    expect(addressOf(addressOf(typed) ?? '')).toBe(address);
  });

  test.each([
    '',
    '   ',
    'mum',
    '@example.com',
    'mum@',
    'mum@example',
    'mum@example.',
    'mum@.com',
    'mum@example..com',
    'mum@@example.com',
    'a@b@example.com',
    'mu m@example.com',
    'mum@exam ple.com',
    'mum@example.com, dad@example.com',
    'Mum <mum@example.com>',
    'mum;dad@example.com',
    `${'a'.repeat(MAX_ADDRESS - 11)}@example.com`,
  ])('rejects %j', (typed) => {
    expect(addressOf(typed)).toBeUndefined();
  });
});

test('canCreateLibrary accepts the addresses of owners and allowed people only', () => {
  const access = { owners: ['anna@example.com'], allowed: ['ben@example.com'] };
  const addresses = ['anna@example.com', 'ANNA@example.com', 'ben@example.com', 'stranger@example.com', ''];
  expect(addresses.map((address) => canCreateLibrary(access, address))).toEqual([true, true, true, false, false]);
  expect(canCreateLibrary({ owners: [], allowed: [] }, 'anna@example.com')).toBe(false);
});

test("readMember drops a photo on a host other than Google's", () => {
  const photo = 'https://firebasestorage.googleapis.com/v0/b/evil/o/face?alt=media';
  expect(readMember({ ...member, photo })).not.toHaveProperty('photo');
});
