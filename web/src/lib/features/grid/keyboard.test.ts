import { justify } from '@maru/model/media/justified-layout';
import { expect, test } from 'vitest';
import { tileAfterKey } from './keyboard.ts';

// Rows: 0 1 2 / 3 4 5 / 6, and after a heading 7 8 9 / 10 11
const options = { width: 300, rowHeight: 100, gap: 0, headingHeight: 50 };
const layout = justify(new Float32Array(12).fill(1), [7, 5], options);

test.each([
  [0, 'ArrowRight', 1],
  [0, 'ArrowLeft', 0],
  [6, 'ArrowRight', 7],
  [11, 'ArrowRight', 11],
  [1, 'ArrowDown', 4],
  [5, 'ArrowDown', 6],
  [6, 'ArrowDown', 7],
  [9, 'ArrowDown', 11],
  [11, 'ArrowDown', 11],
  [6, 'ArrowUp', 3],
  [2, 'ArrowUp', 2],
  [8, 'ArrowUp', 6],
  [1, 'PageDown', 6],
  [2, 'PageUp', 2],
  [11, 'PageDown', 11],
  [11, 'PageUp', 6],
  [3, 'Home', 0],
  [3, 'End', 11],
  [3, 'a', undefined],
])('from %d, %s moves to %s', (at, key, to) => {
  expect([...layout.tops]).toEqual([50, 150, 250, 400, 500]);
  expect(tileAfterKey(layout, at, key, 200)).toBe(to);
});
