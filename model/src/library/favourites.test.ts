import { expect, test } from 'vitest';
import { ALL, type ItemId } from '../ids.ts';
import { readFavourites } from './favourites.ts';

const item = 'a'.repeat(32) as ItemId;

test('reads the place of each favourite', () => {
  const items = { [item]: { album: ALL, sortKey: '2019-05-03T14:10:00' } };
  expect(readFavourites({ items })).toEqual(items);
  expect(readFavourites({})).toEqual({});
});

test('skips ids and places that are malformed', () => {
  const valid = { [item]: { album: ALL, sortKey: '' } };
  const other = 'b'.repeat(32);
  for (const invalid of [
    { x: { album: ALL, sortKey: '' } },
    { [other]: { album: 'favourites', sortKey: '' } },
    { [other]: true },
  ])
    expect(readFavourites({ items: { ...valid, ...invalid } })).toEqual(valid);
  expect(() => readFavourites({ items: 5 })).toThrow('favourites');
});
