import { expect, test } from 'vitest';
import type { AlbumId } from '../ids.ts';
import { markedFrom, nextLook, readLooks, type Look } from './looks.ts';

const album = 'a'.repeat(20) as AlbumId;
const MINUTE = 60_000;

test('reads looks at albums and at what is new, without those that are malformed', () => {
  const look: Look = { through: 5, before: 0, at: 9 };
  const items = { [album]: look, all: look, new: look };
  expect(readLooks({})).toEqual({});
  for (const invalid of [{ other: look }, { ['b'.repeat(20)]: { ...look, at: '9' } }, { ['b'.repeat(20)]: 5 }])
    expect(readLooks({ items: { ...items, ...invalid } })).toEqual(items);
  expect(() => readLooks({ items: 5 })).toThrow('looks');
});

test('what was new stays marked for a sitting, and is stored once', () => {
  const first = nextLook(undefined, 100, 0);
  expect(first).toEqual({ through: 100, before: 0, at: 0 });
  const second = nextLook(first, 200, 60 * MINUTE);
  expect(second).toEqual({ through: 200, before: 100, at: 60 * MINUTE });
  expect(nextLook(second, 200, 70 * MINUTE)).toBeUndefined();
  expect(markedFrom(second, 70 * MINUTE)).toBe(100);
  const more = nextLook(second, 250, 70 * MINUTE);
  expect(more).toEqual({ through: 250, before: 100, at: 70 * MINUTE });
  expect(markedFrom(more, 200 * MINUTE)).toBe(250);
});

test('a look takes nothing back, and the time of each sitting is stored', () => {
  const look = { through: 200, before: 100, at: 0 };
  expect(nextLook(look, 0, 60 * MINUTE)).toEqual({ through: 200, before: 200, at: 60 * MINUTE });
  // The clock of another device may be ahead by hours.
  expect(nextLook({ ...look, at: 500 * MINUTE }, 200, 0)).toEqual({ through: 200, before: 200, at: 0 });
  expect(markedFrom(undefined, 0)).toBe(0);
});
