import { expect, test } from 'vitest';
import { DENSITIES } from '../../density.ts';
import { densityAfter, rowHeightOf } from './density.ts';

test('rows are larger with every step, and on very wide screens', () => {
  for (const width of [320, 768, 1440]) {
    const heights = DENSITIES.map((density) => rowHeightOf(width, density));
    expect(heights).toEqual(heights.toSorted((a, b) => a - b));
    expect(new Set(heights).size).toBe(3);
  }
  expect([360, 800, 1440, 3840].map((width) => rowHeightOf(width, 'medium'))).toEqual([150, 200, 240, 480]);
});

test('steps end at the smallest and the largest', () => {
  expect(DENSITIES.map((density) => densityAfter(density, 1))).toEqual(['medium', 'large', undefined]);
  expect(DENSITIES.map((density) => densityAfter(density, -1))).toEqual([undefined, 'small', 'medium']);
});
