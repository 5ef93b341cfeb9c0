import { expect, test } from 'vitest';
import { ALL, type ItemId } from '../ids.ts';
import { readFavourites } from './favourites.ts';

const item = 'a'.repeat(32) as ItemId;

test('reads the place of each favourite', () => {
  const items = { [item]: { album: ALL, sortKey: '2019-05-03T14:10:00' } };
  expect(readFavourites({ items })).toEqual(items);
  expect(readFavourites({})).toEqual({});
});

test('rejects ids and places that are malformed', () => {
  for (const items of [
    { x: { album: ALL, sortKey: '' } },
    { [item]: { album: 'x', sortKey: '' } },
    { [item]: true },
    5,
  ])
    expect(() => readFavourites({ items })).toThrow('favourites');
});
