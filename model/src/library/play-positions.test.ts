import { expect, test } from 'vitest';
import type { ItemId } from '../ids.ts';
import { readPlayPositions } from './play-positions.ts';

const item = 'a'.repeat(32) as ItemId;

test('reads positions, without those that are malformed', () => {
  const items = { [item]: { at: 612.5, changed: 1 } };
  expect(readPlayPositions({})).toEqual({});
  const other = 'b'.repeat(32);
  for (const invalid of [
    { x: { at: 1, changed: 1 } },
    { [other]: { at: -1, changed: 1 } },
    { [other]: { at: Infinity, changed: 1 } },
    { [other]: { at: 5 } },
    { [other]: 5 },
  ])
    expect(readPlayPositions({ items: { ...items, ...invalid } })).toEqual(items);
  expect(() => readPlayPositions({ items: 5 })).toThrow('play positions');
});
