import { justify } from '@maru/model';
import { expect, test } from 'vitest';
import { tileAfterKey } from './keyboard.ts';

// Rows: 0 1 2 / 3 4 5 / 6
const { tiles } = justify([1, 1, 1, 1, 1, 1, 1], { width: 300, rowHeight: 100, gap: 0 });

test.each([
  [0, 'ArrowRight', 1],
  [0, 'ArrowLeft', 0],
  [6, 'ArrowRight', 6],
  [1, 'ArrowDown', 4],
  [5, 'ArrowDown', 6],
  [6, 'ArrowDown', 6],
  [6, 'ArrowUp', 3],
  [2, 'ArrowUp', 2],
  [3, 'Home', 0],
  [3, 'End', 6],
  [3, 'a', undefined],
])('from %d, %s moves to %s', (at, key, to) => {
  expect(tiles.map((tile) => tile.y)).toEqual([0, 0, 0, 100, 100, 100, 200]);
  expect(tileAfterKey(tiles, at, key)).toBe(to);
});
