import { expect, test } from 'vitest';
import { levelsOf } from './quality.ts';

const level = (name: string, width: number, height: number) => ({ name, width, height });
const levels = [level('360', 640, 360), level('480', 480, 854), level('1080', 1920, 1080)];

test.each([
  ['auto', { fixed: -1, cap: -1 }],
  ['sharp', { fixed: 2, cap: -1 }],
  ['saving', { fixed: -1, cap: 1 }],
  ['360', { fixed: 0, cap: -1 }],
  ['720', { fixed: -1, cap: -1 }],
])('%s', (quality, choice) => {
  expect(levelsOf(quality, levels)).toEqual(choice);
});

test('saving plays the smallest variant if all are large', () => {
  expect(levelsOf('saving', levels.slice(2))).toEqual({ fixed: -1, cap: 0 });
});
