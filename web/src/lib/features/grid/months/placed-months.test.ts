import { justify, rowsInRange, tileAt, tilesOfRow } from '@maru/model/media/justified-layout';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { placeMonths } from './placed-months.ts';

const options = { width: 360, rowHeight: 150, gap: 3, headingHeight: 48 };
const albums = fc
  .array(fc.array(fc.double({ min: 0.3, max: 4, noNaN: true }), { minLength: 1, maxLength: 40 }), {
    minLength: 1,
    maxLength: 6,
  })
  .map((months) =>
    justify(
      new Float32Array(months.flat()),
      months.map(({ length }) => length),
      options,
    ),
  );

test('places every tile of the rows in its month, at whole pixels', () => {
  fc.assert(
    fc.property(albums, fc.nat(3000), fc.nat(2000), (layout, top, height) => {
      const rows = rowsInRange(layout, top, top + height);
      const placed = placeMonths(layout, rows);
      const tiles = placed.flatMap((month) => month.tiles.map((tile) => ({ ...tile, top: month.top + tile.y })));
      const first = layout.firstTiles[rows.from] ?? 0;
      const expected = Array.from({ length: rows.to - rows.from }, (_, n) => tilesOfRow(layout, rows.from + n)).flat();
      expect(tiles.map(({ index }) => index)).toEqual(expected.map((_, n) => first + n));
      for (const [n, tile] of tiles.entries()) {
        expect([tile.x, tile.top, tile.width, tile.height].every(Number.isInteger)).toBe(true);
        expect(Math.abs(tile.x - (expected[n]?.x ?? NaN))).toBeLessThanOrEqual(0.5);
        expect(Math.abs(tile.top - (expected[n]?.y ?? NaN))).toBeLessThanOrEqual(1);
        expect(tile.x + tile.width).toBeLessThanOrEqual(options.width);
      }
      for (const [n, { month, top: monthTop, height: monthHeight }] of placed.entries()) {
        expect(month).toBe((placed[0]?.month ?? 0) + n);
        expect(placed[n + 1]?.top ?? Infinity).toBeGreaterThanOrEqual(monthTop + monthHeight);
      }
    }),
  );
});

test('the element of a very long month covers only its surroundings', () => {
  const layout = justify(new Float32Array(200_000).fill(1), [200_000], options);
  const middle = layout.height / 2;
  const [placed] = placeMonths(layout, rowsInRange(layout, middle, middle + 700));
  expect(placed?.top).toBeLessThan(middle - 50_000);
  expect(placed?.top).toBeGreaterThan(middle - 300_000);
  expect(placed?.height).toBeLessThan(600_000);
  expect((placed?.top ?? 0) + (placed?.height ?? 0)).toBeGreaterThan(middle + 50_000);
});

test('a focused tile out of sight is placed beyond the rendered rows, once', () => {
  const layout = justify(new Float32Array(400).fill(1), [100, 100, 200], options);
  const rows = rowsInRange(layout, 8000, 8700);
  const positionOf = (focused: number): number[] =>
    placeMonths(layout, rows, focused).flatMap(({ top, tiles }) =>
      tiles.filter(({ index }) => index === focused).map(({ y }) => top + y),
    );
  const shown = layout.firstTiles[rows.from] ?? 0;
  expect(positionOf(shown)).toEqual([Math.round(tileAt(layout, shown)?.y ?? NaN)]);
  expect(positionOf(3)[0]).toBeLessThan(7000);
  expect(positionOf(399)[0]).toBeGreaterThan(9700);
  expect(positionOf(3)).toHaveLength(1);
});
