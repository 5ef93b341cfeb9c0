import { expect, test } from 'vitest';
import { nextBox, remoteKeyOf } from './remote.ts';

const box = (left: number, top: number) => ({ left, top, width: 100, height: 80 });
/** Two rows of three tiles, a wide button above, and one at the far end of its row. */
const tiles = [box(0, 100), box(110, 100), box(220, 100), box(0, 190), box(110, 190), box(220, 190)];
const boxes = [...tiles, { left: 0, top: 0, width: 320, height: 60 }, box(900, 0)];

test.each([
  [0, 'ArrowRight', 1],
  [1, 'ArrowDown', 4],
  [4, 'ArrowUp', 1],
  [5, 'ArrowLeft', 4],
  [2, 'ArrowUp', 6],
  [6, 'ArrowDown', 1],
  [6, 'ArrowRight', 7],
  [7, 'ArrowDown', 2],
  [0, 'ArrowLeft', -1],
  [2, 'ArrowRight', 7],
  [5, 'ArrowDown', -1],
  [0, 'Enter', -1],
])('from box %i, %s leads to %i', (from, key, to) => {
  expect(nextBox(boxes[from] ?? box(0, 0), boxes, key)).toBe(to);
});

test("a remote's keys stand for those of a keyboard", () => {
  const press = (key: string, keyCode = 0): string => remoteKeyOf({ key, keyCode } as unknown as KeyboardEvent);
  expect(press('GoBack')).toBe('Escape');
  expect(press('Unidentified', 461)).toBe('Escape');
  expect(press('MediaPlayPause')).toBe(' ');
  expect(press('ArrowLeft', 37)).toBe('ArrowLeft');
});
