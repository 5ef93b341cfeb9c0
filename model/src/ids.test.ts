import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  ALL,
  TRASH,
  base32,
  idOf,
  isAlbumId,
  isCircleId,
  isInviteId,
  isItemId,
  isLibraryId,
  isSubmissionId,
  isSecret,
  isUid,
  itemIdOf,
  justAfter,
} from './ids.ts';

const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, (c) => c.charCodeAt(0));

describe('base32', () => {
  // The test vectors of RFC 4648 section 10, in lower case and without padding and incomplete groups.
  test.each([
    ['', ''],
    ['f', 'my======'],
    ['fo', 'mzxq===='],
    ['foo', 'mzxw6==='],
    ['foob', 'mzxw6yq='],
    ['fooba', 'mzxw6ytb'],
    ['foobar', 'mzxw6ytboi======'],
  ])('encodes %j', (text, padded) => {
    const whole = Math.floor((text.length * 8) / 5);
    expect(base32(bytesOf(text))).toBe(padded.slice(0, whole));
  });

  test('preserves every bit of 20 bytes', () => {
    const bytes = fc.uint8Array({ minLength: 20, maxLength: 20 });
    const bitsOf = (text: string): string =>
      Array.from(text, (c) => 'abcdefghijklmnopqrstuvwxyz234567'.indexOf(c).toString(2).padStart(5, '0')).join('');
    fc.assert(
      fc.property(bytes, (input) => {
        expect(bitsOf(base32(input))).toBe([...input].map((byte) => byte.toString(2).padStart(8, '0')).join(''));
      }),
    );
  });
});

describe('an item id', () => {
  // "abc" of FIPS 180-4 and the empty file, encoded by another implementation of base32.
  test.each([
    ['ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad', 'xj4bnp4pahh6uqkbidpf3lrceoyagynd'],
    ['e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', '4oymiquy7qobjgx36tejs35zeqt24qpe'],
  ])('is computed from %s', (hash, id) => {
    expect(itemIdOf(hash)).toBe(id);
    expect(isItemId(itemIdOf(hash))).toBe(true);
  });

  test.each(['', 'ba78', 'BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD', `${'0'.repeat(63)}g`])(
    'is not computed from %j',
    (hash) => {
      expect(() => itemIdOf(hash)).toThrow(RangeError);
    },
  );
});

describe('type guards check', () => {
  const item = 'xj4bnp4pahh6uqkbidpf3lrceoyagynd';
  const id = item.slice(0, 20);
  const bad = [
    '',
    'all ',
    ' all',
    'ALL',
    'trash ',
    `${item}\n`,
    `${id}\n`,
    item.toUpperCase(),
    `${id}/`,
    '../..',
    1,
    null,
  ];

  test('item ids and secrets', () => {
    expect([isItemId(item), isSecret(item)]).toEqual([true, true]);
    for (const other of [...bad, id, item.slice(1), `${item}a`, item.replace('x', '1'), [item], ALL])
      expect([isItemId(other), isSecret(other)], String(other)).toEqual([false, false]);
  });

  test('library, album, circle and submission ids', () => {
    const guards = [isLibraryId, isAlbumId, isCircleId, isSubmissionId];
    expect(guards.map((is) => is(id))).toEqual([true, true, true, true]);
    for (const builtIn of [ALL, TRASH]) expect(guards.map((is) => is(builtIn))).toEqual([false, true, false, false]);
    for (const other of [...bad, item, id.slice(1), `${id}a`, id.replace('x', '0'), [id]])
      expect(
        guards.map((is) => is(other)),
        String(other),
      ).toEqual([false, false, false, false]);
  });

  test('invite ids', () => {
    const hash = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
    expect(isInviteId(hash)).toBe(true);
    for (const other of [...bad, item, hash.slice(1), `${hash}0`, hash.toUpperCase(), hash.replace('b', 'g'), [hash]])
      expect(isInviteId(other), String(other)).toBe(false);
  });

  test('uids', () => {
    for (const uid of ['a', 'k3J9_-:x', 'a'.repeat(128)]) expect(isUid(uid)).toBe(true);
    for (const other of ['', 'a/b', 'a b', '.', '..', 'a'.repeat(129), '엄마', 'a\n', undefined])
      expect(isUid(other), String(other)).toBe(false);
  });
});

test('idOf needs 13 random bytes', () => {
  fc.assert(fc.property(fc.uint8Array({ minLength: 13, maxLength: 40 }), (random) => isLibraryId(idOf(random))));
  expect(() => idOf(new Uint8Array(12))).toThrow(RangeError);
});

test('justAfter sorts between an item id and the next', () => {
  const [id, next] = ['a'.repeat(32), `${'a'.repeat(31)}2`].sort() as [string, string];
  expect([next, justAfter(id), id].sort()).toEqual([id, justAfter(id), next]);
  expect(justAfter(id) < `${id}2`).toBe(true);
});
