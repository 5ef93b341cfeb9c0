import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { justify, tilesInRange, type LayoutOptions, type Tile } from './justified-layout.ts';

const ratio = fc.double({ min: 0.05, max: 20, noNaN: true });
const ratios = fc.array(ratio, { maxLength: 60 });
const layoutOptions: fc.Arbitrary<LayoutOptions> = fc.record({
  width: fc.integer({ min: 200, max: 2600 }),
  rowHeight: fc.integer({ min: 60, max: 400 }),
  gap: fc.integer({ min: 0, max: 12 }),
});
const clamped = (ratio: number): number => Math.min(3, Math.max(0.5, ratio));

function rowsOf(tiles: readonly Tile[]): Tile[][] {
  const rows = new Map<number, Tile[]>();
  for (const tile of tiles) rows.set(tile.y, [...(rows.get(tile.y) ?? []), tile]);
  return [...rows.values()];
}
const rightOf = (row: readonly Tile[]): number => Math.max(...row.map(({ x, width }) => x + width));
interface Layout {
  aspectRatios: number[];
  options: LayoutOptions;
  tiles: Tile[];
  rows: Tile[][];
  height: number;
}
const assertLayout = (check: (layout: Layout) => void): void =>
  fc.assert(
    fc.property(ratios, layoutOptions, (aspectRatios, options) => {
      const { tiles, height } = justify(aspectRatios, options);
      check({ aspectRatios, options, tiles, rows: rowsOf(tiles), height });
    }),
    { numRuns: 300 },
  );

describe('justified rows', () => {
  test('fill the width exactly, except the last row, which may be narrower at the target height', () => {
    assertLayout(({ options, rows }) => {
      for (const row of rows.slice(0, -1)) expect(rightOf(row)).toBeCloseTo(options.width, 6);
      const last = rows.at(-1);
      if (!last) return;
      expect(rightOf(last)).toBeLessThanOrEqual(options.width + 1e-6);
      if (rightOf(last) < options.width - 1e-6) expect(last[0]?.height).toBeCloseTo(options.rowHeight, 6);
    });
  });

  test('preserve every aspect ratio, clamped', () => {
    assertLayout(({ aspectRatios, tiles }) => {
      expect(tiles).toHaveLength(aspectRatios.length);
      for (const [i, tile] of tiles.entries())
        expect(tile.width / tile.height).toBeCloseTo(clamped(aspectRatios[i] ?? 0), 6);
    });
  });

  test('preserve the order, left to right and top to bottom', () => {
    assertLayout(({ tiles }) => {
      for (const [i, tile] of tiles.entries()) {
        const before = tiles[i - 1];
        if (before) expect(tile.y > before.y || (tile.y === before.y && tile.x > before.x)).toBe(true);
      }
    });
  });

  test('are separated by exactly the gap', () => {
    assertLayout(({ options, rows }) => {
      for (const [n, row] of rows.entries()) {
        for (const [i, tile] of row.entries()) {
          const before = row[i - 1];
          if (before) expect(tile.x - before.x - before.width).toBeCloseTo(options.gap, 6);
          expect(tile.height).toBeCloseTo(row[0]?.height ?? 0, 6);
        }
        const above = rows[n - 1]?.[0];
        if (above) expect((row[0]?.y ?? 0) - above.y - above.height).toBeCloseTo(options.gap, 6);
      }
    });
  });

  test('are at most twice the target height, and the total height ends with the last row', () => {
    assertLayout(({ aspectRatios, options, rows, height }) => {
      for (const row of rows) expect(row[0]?.height).toBeLessThan(2 * options.rowHeight + 1e-6);
      const last = rows.at(-1)?.[0];
      expect(height).toBeCloseTo(last ? last.y + last.height : 0, 6);
      expect(height > 0).toBe(aspectRatios.length > 0);
    });
  });

  test('do not move when items are appended, except the last two', () => {
    fc.assert(
      fc.property(ratios, ratios, layoutOptions, (first, more, options) => {
        const before = rowsOf(justify(first, options).tiles).slice(0, -2).flat();
        expect(justify([...first, ...more], options).tiles.slice(0, before.length)).toEqual(before);
      }),
    );
  });

  test('are closed at exactly the target height', () => {
    const { tiles, height } = justify([1, 1, 1, 1], { width: 320, rowHeight: 100, gap: 10 });
    expect(tiles.map(({ x }) => x)).toEqual([0, 110, 220, 0]);
    expect([height, tiles[0]?.width]).toEqual([210, 100]);
  });

  test('take one more item if the row would be equally close to the target height with and without it', () => {
    const { tiles } = justify([1, 1, 1], { width: 400, rowHeight: 300, gap: 0 });
    expect(tiles.map(({ height }) => height)).toEqual([200, 200, 300]);
  });

  test('do not exceed the target height for a single item', () => {
    expect(justify([1.5], { width: 1000, rowHeight: 200, gap: 3 })).toEqual({
      tiles: [{ x: 0, y: 0, width: 300, height: 200 }],
      height: 200,
    });
  });

  test('never have a negative height, not even for width 0', () => {
    for (const tile of justify([1, 0.5, 3], { width: 0, rowHeight: 200, gap: 3 }).tiles)
      expect([tile.width, tile.height].every((side) => side >= 0)).toBe(true);
  });
});

test('tilesInRange returns the tiles that touch the range', () => {
  fc.assert(
    fc.property(
      ratios,
      layoutOptions,
      fc.integer({ min: -500, max: 9000 }),
      fc.nat(2000),
      (all, options, top, length) => {
        const { tiles } = justify(all, options);
        const bottom = top + length;
        const { from, to } = tilesInRange(tiles, top, bottom);
        const touching = tiles.filter(({ y, height }) => y + height >= top && y <= bottom);
        expect(tiles.slice(from, to)).toEqual(touching);
      },
    ),
  );
});

test('tilesInRange includes a tile that only touches the edge of the range', () => {
  const { tiles } = justify([1, 1, 1], { width: 100, rowHeight: 100, gap: 0 });
  expect(tilesInRange(tiles, 100, 100)).toEqual({ from: 0, to: 2 });
});
