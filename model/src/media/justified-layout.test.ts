import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  justify,
  justifyInSteps,
  rowOfTile,
  rowsInRange,
  sectionBounds,
  sectionOfRow,
  tileAt,
  tilesOfRow,
  type JustifiedLayout,
  type LayoutOptions,
  type Tile,
} from './justified-layout.ts';

const ratio = fc.oneof(fc.double({ min: 0.01, max: 100, noNaN: true }), fc.constantFrom(0.5, 0.75, 1, 1.5, 3));
const sections = fc.array(fc.array(ratio, { minLength: 1, maxLength: 40 }), { maxLength: 6 });
const layoutOptions: fc.Arbitrary<LayoutOptions> = fc.record({
  width: fc.integer({ min: 200, max: 2600 }),
  rowHeight: fc.integer({ min: 60, max: 400 }),
  gap: fc.integer({ min: 0, max: 12 }),
  headingHeight: fc.integer({ min: 0, max: 80 }),
});
const clamped = (of: number): number => Math.min(3, Math.max(0.5, of));
const layOut = (grouped: readonly (readonly number[])[], options: LayoutOptions): JustifiedLayout =>
  justify(
    new Float32Array(grouped.flat()),
    grouped.map(({ length }) => length),
    options,
  );
const rowsOf = (layout: JustifiedLayout): Tile[][] => Array.from(layout.tops, (_, row) => tilesOfRow(layout, row));
const rowsOfSection = (layout: JustifiedLayout, section: number): Tile[][] =>
  rowsOf(layout).slice(layout.firstRows[section], layout.firstRows[section + 1]);
const rightOf = (row: readonly Tile[]): number => Math.max(...row.map(({ x, width }) => x + width));

/** The same layout for one section, with an object per tile. */
function simpleJustify(ratios: Iterable<number>, { width, rowHeight, gap }: LayoutOptions): Tile[] {
  const tiles: Tile[] = [];
  let y = 0;
  let row: number[] = [];
  const heightOf = (of: readonly number[]): number =>
    (width - gap * (of.length - 1)) / of.reduce((sum, one) => sum + one, 0);
  const close = (height: number): void => {
    let x = 0;
    for (const one of row) {
      tiles.push({ x, y, width: one * height, height });
      x += one * height + gap;
    }
    y += height + gap;
    row = [];
  };
  for (const one of ratios) {
    const longer = [...row, clamped(one)];
    const undershoot = rowHeight - heightOf(longer);
    if (row.length > 0 && undershoot > 0 && undershoot > heightOf(row) - rowHeight) {
      close(heightOf(row));
      row = [clamped(one)];
    } else {
      row = longer;
    }
    if (heightOf(row) <= rowHeight) close(heightOf(row));
  }
  if (row.length > 0) close(Math.min(rowHeight, heightOf(row)));
  return tiles;
}

interface Case {
  grouped: readonly (readonly number[])[];
  options: LayoutOptions;
  layout: JustifiedLayout;
}
const assertLayout = (check: (of: Case) => void): void =>
  fc.assert(
    fc.property(sections, layoutOptions, (grouped, options) => {
      check({ grouped, options, layout: layOut(grouped, options) });
    }),
    { numRuns: 300 },
  );

describe('justified rows', () => {
  test('equal the simple layout for one section', () => {
    assertLayout(({ grouped, options }) => {
      for (const ratios of grouped) {
        const layout = layOut([ratios], { ...options, headingHeight: 0 });
        const expected = simpleJustify(new Float32Array(ratios), options);
        expect(rowsOf(layout).flat()).toEqual(expected);
      }
    });
  });

  test('fill the width exactly, except the last of a section, which may be narrower at the target height', () => {
    assertLayout(({ grouped, options, layout }) => {
      for (const section of grouped.keys()) {
        const rows = rowsOfSection(layout, section);
        for (const row of rows.slice(0, -1)) expect(rightOf(row)).toBeCloseTo(options.width, 6);
        const last = rows.at(-1) ?? [];
        expect(rightOf(last)).toBeLessThanOrEqual(options.width + 1e-6);
        if (rightOf(last) < options.width - 1e-6) expect(last[0]?.height).toBeCloseTo(options.rowHeight, 6);
      }
    });
  });

  test('preserve every aspect ratio, clamped, and the order, left to right and top to bottom', () => {
    assertLayout(({ grouped, layout }) => {
      const tiles = rowsOf(layout).flat();
      expect(tiles).toHaveLength(grouped.flat().length);
      for (const [i, tile] of tiles.entries()) {
        expect(tile.width / tile.height).toBeCloseTo(clamped(grouped.flat()[i] ?? 0), 5);
        const before = tiles[i - 1];
        if (before) expect(tile.y > before.y || (tile.y === before.y && tile.x > before.x)).toBe(true);
      }
    });
  });

  test('are separated by exactly the gap, and sections by the gap and the heading', () => {
    assertLayout(({ options, layout }) => {
      const starts = new Set(layout.firstRows);
      let bottom = -options.gap;
      for (const [n, row] of rowsOf(layout).entries()) {
        for (const [i, tile] of row.entries()) {
          const before = row[i - 1];
          expect(tile.x).toBeCloseTo(before ? before.x + before.width + options.gap : 0, 6);
          expect(tile.height).toBe(row[0]?.height);
        }
        const top = bottom + options.gap + (starts.has(n) ? options.headingHeight : 0);
        expect(row[0]?.y).toBeCloseTo(top, 6);
        bottom = top + (row[0]?.height ?? 0);
      }
      expect(layout.height).toBeCloseTo(Math.max(0, bottom), 6);
    });
  });

  test('are at most twice the target height', () => {
    assertLayout(({ options, layout }) => {
      for (const height of layout.heights) expect(height).toBeLessThan(2 * options.rowHeight + 1e-6);
    });
  });

  test('break at each section', () => {
    assertLayout(({ grouped, layout }) => {
      expect(layout.firstRows).toHaveLength(grouped.length + 1);
      let tile = 0;
      for (const [section, { length }] of grouped.entries()) {
        expect(layout.firstTiles[layout.firstRows[section] ?? -1]).toBe(tile);
        expect(rowsOfSection(layout, section).flat()).toHaveLength(length);
        tile += length;
      }
      expect(layout.firstTiles.at(-1)).toBe(tile);
    });
  });

  test('do not move when items are appended, except the last two', () => {
    fc.assert(
      fc.property(fc.array(ratio), fc.array(ratio), layoutOptions, (first, more, options) => {
        const before = rowsOf(layOut([first], options))
          .slice(0, -2)
          .flat();
        const after = rowsOf(layOut([[...first, ...more]], options)).flat();
        expect(after.slice(0, before.length)).toEqual(before);
      }),
    );
  });

  test('are closed at exactly the target height', () => {
    const layout = layOut([[1, 1, 1, 1]], { width: 320, rowHeight: 100, gap: 10, headingHeight: 0 });
    expect(rowsOf(layout).map((row) => row.map(({ x }) => x))).toEqual([[0, 110, 220], [0]]);
    expect([layout.height, layout.heights[0]]).toEqual([210, 100]);
  });

  test('take one more item if the row would be equally close to the target height with and without it', () => {
    const { heights } = layOut([[1, 1, 1]], { width: 400, rowHeight: 300, gap: 0, headingHeight: 0 });
    expect([...heights]).toEqual([200, 300]);
  });

  test('do not exceed the target height for a single item', () => {
    const layout = layOut([[1.5]], { width: 1000, rowHeight: 200, gap: 3, headingHeight: 40 });
    expect(rowsOf(layout)).toEqual([[{ x: 0, y: 40, width: 300, height: 200 }]]);
    expect(layout.height).toBe(240);
  });

  test('never have a negative height, not even for width 0', () => {
    const layout = layOut([[1, 0.5, 3]], { width: 0, rowHeight: 200, gap: 3, headingHeight: 0 });
    for (const tile of rowsOf(layout).flat()) expect([tile.width, tile.height].every((side) => side >= 0)).toBe(true);
  });
});

test('layout in steps equals the layout at once', () => {
  fc.assert(
    fc.property(sections, layoutOptions, fc.integer({ min: 1, max: 50 }), (grouped, options, step) => {
      const ratios = new Float32Array(grouped.flat());
      const counts = grouped.map(({ length }) => length);
      const steps = justifyInSteps(ratios, counts, options, step);
      let pauses = 0;
      let result = steps.next();
      for (; !result.done; result = steps.next()) pauses += 1;
      expect(result.value).toEqual(justify(ratios, counts, options));
      expect(pauses).toBeLessThanOrEqual(ratios.length / step);
    }),
  );
  const steps = justifyInSteps(
    new Float32Array(100).fill(1),
    [100],
    { width: 300, rowHeight: 100, gap: 0, headingHeight: 0 },
    30,
  );
  expect([steps.next().done, steps.next().done, steps.next().done, steps.next().done]).toEqual([
    false,
    false,
    false,
    true,
  ]);
});

test('rowsInRange returns the rows that touch the range', () => {
  fc.assert(
    fc.property(
      sections,
      layoutOptions,
      fc.integer({ min: -500, max: 9000 }),
      fc.nat(2000),
      (all, options, top, by) => {
        const layout = layOut(all, options);
        const { from, to } = rowsInRange(layout, top, top + by);
        const touching = rowsOf(layout).filter(([tile]) => tile && tile.y + tile.height >= top && tile.y <= top + by);
        expect(rowsOf(layout).slice(from, to)).toEqual(touching);
      },
    ),
  );
});

test('rowsInRange includes a row that only touches the edge of the range', () => {
  const layout = layOut([[1, 1, 1]], { width: 100, rowHeight: 100, gap: 0, headingHeight: 0 });
  expect(rowsInRange(layout, 100, 100)).toEqual({ from: 0, to: 2 });
});

test('finds the row, the section and the position of every tile', () => {
  assertLayout(({ grouped, options, layout }) => {
    let tile = 0;
    for (const [section, ratios] of grouped.entries()) {
      const { top, bottom } = sectionBounds(layout, section);
      expect(rowsOfSection(layout, section)[0]?.[0]?.y).toBe(top + options.headingHeight);
      for (const _ of ratios) {
        const row = rowOfTile(layout, tile);
        expect(sectionOfRow(layout, row)).toBe(section);
        const found = tileAt(layout, tile);
        expect(found).toEqual(rowsOf(layout).flat()[tile]);
        expect(found && found.y + found.height).toBeLessThanOrEqual(bottom);
        tile += 1;
      }
    }
    expect(tileAt(layout, tile)).toBeUndefined();
  });
});
