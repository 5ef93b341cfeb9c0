import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { justify, tilesInRange, type LayoutOptions, type Tile } from './justified-layout.ts';

const ratio = fc.double({ min: 0.05, max: 20, noNaN: true });
const ratios = fc.array(ratio, { maxLength: 60 });
const setting: fc.Arbitrary<LayoutOptions> = fc.record({
  width: fc.integer({ min: 200, max: 2600 }),
  rowHeight: fc.integer({ min: 60, max: 400 }),
  gap: fc.integer({ min: 0, max: 12 }),
});
const calm = (of: number): number => Math.min(3, Math.max(0.5, of));

function rowsOf(tiles: readonly Tile[]): Tile[][] {
  const rows = new Map<number, Tile[]>();
  for (const tile of tiles) rows.set(tile.y, [...(rows.get(tile.y) ?? []), tile]);
  return [...rows.values()];
}
const rightOf = (row: readonly Tile[]): number => Math.max(...row.map(({ x, width }) => x + width));
const holds = (check: (of: number[], s: LayoutOptions, tiles: Tile[], rows: Tile[][], height: number) => void): void =>
  fc.assert(
    fc.property(ratios, setting, (of, s) => {
      const { tiles, height } = justify(of, s);
      check(of, s, tiles, rowsOf(tiles), height);
    }),
    { numRuns: 300 },
  );

describe('justified rows', () => {
  test('fill the width exactly, but the last, which is no wider and no taller than rows aim at', () => {
    holds((_, s, _tiles, rows) => {
      for (const row of rows.slice(0, -1)) expect(rightOf(row)).toBeCloseTo(s.width, 6);
      const last = rows.at(-1);
      if (!last) return;
      expect(rightOf(last)).toBeLessThanOrEqual(s.width + 1e-6);
      if (rightOf(last) < s.width - 1e-6) expect(last[0]?.height).toBeCloseTo(s.rowHeight, 6);
    });
  });

  test('keep every picture’s ratio, as calm as rows bear', () => {
    holds((of, _s, tiles) => {
      expect(tiles).toHaveLength(of.length);
      for (const [i, tile] of tiles.entries()) expect(tile.width / tile.height).toBeCloseTo(calm(of[i] ?? 0), 6);
    });
  });

  test('keep the order, left to right and top down', () => {
    holds((_of, _s, tiles) => {
      for (const [i, tile] of tiles.entries()) {
        const before = tiles[i - 1];
        if (before) expect(tile.y > before.y || (tile.y === before.y && tile.x > before.x)).toBe(true);
      }
    });
  });

  test('never overlap, and leave the gap', () => {
    holds((_of, s, _tiles, rows) => {
      for (const [n, row] of rows.entries()) {
        for (const [i, tile] of row.entries()) {
          const before = row[i - 1];
          if (before) expect(tile.x - before.x - before.width).toBeCloseTo(s.gap, 6);
          expect(tile.height).toBeCloseTo(row[0]?.height ?? 0, 6);
        }
        const above = rows[n - 1]?.[0];
        if (above) expect((row[0]?.y ?? 0) - above.y - above.height).toBeCloseTo(s.gap, 6);
      }
    });
  });

  test('are below twice the height aimed at, and the whole is as high as its last row ends', () => {
    holds((of, s, _tiles, rows, height) => {
      for (const row of rows) expect(row[0]?.height).toBeLessThan(2 * s.rowHeight + 1e-6);
      const last = rows.at(-1)?.[0];
      expect(height).toBeCloseTo(last ? last.y + last.height : 0, 6);
      expect(height > 0).toBe(of.length > 0);
    });
  });

  test('stay where they are when more pictures come after them', () => {
    fc.assert(
      fc.property(ratios, ratios, setting, (first, more, s) => {
        const before = rowsOf(justify(first, s).tiles).slice(0, -2).flat();
        expect(justify([...first, ...more], s).tiles.slice(0, before.length)).toEqual(before);
      }),
    );
  });

  test('a row that is just as high as rows aim at is full', () => {
    const { tiles, height } = justify([1, 1, 1, 1], { width: 320, rowHeight: 100, gap: 10 });
    expect(tiles.map(({ x }) => x)).toEqual([0, 110, 220, 0]);
    expect([height, tiles[0]?.width]).toEqual([210, 100]);
  });

  test('where a shorter and a longer row are as near, the longer it is', () => {
    const { tiles } = justify([1, 1, 1], { width: 400, rowHeight: 300, gap: 0 });
    expect(tiles.map(({ height }) => height)).toEqual([200, 200, 300]);
  });

  test('one picture is no taller than rows aim at', () => {
    expect(justify([1.5], { width: 1000, rowHeight: 200, gap: 3 })).toEqual({
      tiles: [{ x: 0, y: 0, width: 300, height: 200 }],
      height: 200,
    });
  });

  test('a width that is not known yet makes no row with a negative height', () => {
    for (const tile of justify([1, 0.5, 3], { width: 0, rowHeight: 200, gap: 3 }).tiles)
      expect([tile.width, tile.height].every((side) => side >= 0)).toBe(true);
  });
});

test('the tiles of a band are those that touch it', () => {
  fc.assert(
    fc.property(ratios, setting, fc.integer({ min: -500, max: 9000 }), fc.nat(2000), (of, s, top, length) => {
      const { tiles } = justify(of, s);
      const bottom = top + length;
      const { from, to } = tilesInRange(tiles, top, bottom);
      const touching = tiles.filter(({ y, height }) => y + height >= top && y <= bottom);
      expect(tiles.slice(from, to)).toEqual(touching);
    }),
  );
});

test('a tile that only touches the band is in it', () => {
  const { tiles } = justify([1, 1, 1], { width: 100, rowHeight: 100, gap: 0 });
  expect(tilesInRange(tiles, 100, 100)).toEqual({ from: 0, to: 2 });
});
