import { firstMatch } from '../first-match.ts';

/** A tile's position and size in CSS pixels, relative to the top left of the grid. */
export interface Tile {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** All in CSS pixels. */
export interface LayoutOptions {
  /** The available width. */
  readonly width: number;
  /** The target height of rows. */
  readonly rowHeight: number;
  /** Between tiles. */
  readonly gap: number;
  /** Above the first row of each section. */
  readonly headingHeight: number;
}

/** Justified rows. One element per row instead of one object per tile: a million tiles take some megabytes. */
export interface JustifiedLayout extends LayoutOptions {
  /** The aspect ratio (width / height) of each tile. */
  readonly ratios: Float32Array;
  /** The index of each row's first tile, then the number of tiles. */
  readonly firstTiles: Uint32Array;
  /** The top and the height of each row in CSS pixels. */
  readonly tops: Float64Array;
  readonly heights: Float64Array;
  /** The index of each section's first row, then the number of rows. */
  readonly firstRows: Uint32Array;
  /** The height of the grid in CSS pixels. */
  readonly height: number;
}

/** Limits the aspect ratio to between 1:2 and 3:1, so that no tile becomes a thin strip. */
const clampRatio = (ratio: number): number => (ratio < 0.5 ? 0.5 : ratio > 3 ? 3 : ratio);

/** Rows so far: the next tile, the next row and its top. */
interface Rows {
  readonly firstTiles: Uint32Array;
  readonly tops: Float64Array;
  readonly heights: Float64Array;
  tile: number;
  row: number;
  y: number;
}

/** Adds the rows of a section that ends before tile `end`, and stops after tile `limit`. */
function addRows(rows: Rows, ratios: Float32Array, end: number, limit: number, options: LayoutOptions): void {
  const { width, rowHeight, gap } = options;
  const { firstTiles, tops, heights } = rows;
  let { tile, row, y } = rows;
  while (tile < end && tile < limit) {
    // Adds tiles while that brings the height of the row closer to the target.
    let sum = 0;
    let space = width;
    let height = Infinity;
    while (tile < end && height > rowHeight) {
      const longer = sum + clampRatio(ratios[tile] ?? 1);
      const lower = space / longer;
      if (lower < rowHeight && rowHeight - lower > height - rowHeight) break;
      sum = longer;
      space -= gap;
      height = lower;
      tile += 1;
    }
    if (tile === end && height > rowHeight) height = rowHeight;
    tops[row] = y;
    heights[row] = height;
    row += 1;
    firstTiles[row] = tile;
    y += height + gap;
  }
  rows.tile = tile;
  rows.row = row;
  rows.y = y;
}

/**
 * Lays out tiles in justified rows: in order, with their aspect ratio, each row except the last of a section exactly as wide as `width`. A
 * row ends where its height is closest to `rowHeight`; the last is never taller than `rowHeight`. `sections` are the numbers of tiles
 * of consecutive sections, each at least 1. Yields after every `step` tiles, so that the caller can do other work.
 */
export function* justifyInSteps(
  ratios: Float32Array,
  sections: readonly number[],
  options: LayoutOptions,
  step: number,
): Generator<undefined, JustifiedLayout> {
  const rows: Rows = {
    firstTiles: new Uint32Array(ratios.length + 1),
    tops: new Float64Array(ratios.length),
    heights: new Float64Array(ratios.length),
    tile: 0,
    row: 0,
    y: 0,
  };
  const firstRows = new Uint32Array(sections.length + 1);
  let end = 0;
  let limit = step;
  for (const [section, count] of sections.entries()) {
    firstRows[section] = rows.row;
    rows.y += options.headingHeight;
    end += count;
    addRows(rows, ratios, end, limit, options);
    while (rows.tile >= limit) {
      yield;
      limit = rows.tile + step;
      addRows(rows, ratios, end, limit, options);
    }
  }
  firstRows[sections.length] = rows.row;
  return {
    ...options,
    ratios,
    firstTiles: rows.firstTiles.subarray(0, rows.row + 1),
    tops: rows.tops.subarray(0, rows.row),
    heights: rows.heights.subarray(0, rows.row),
    firstRows,
    height: Math.max(0, rows.y - options.gap),
  };
}

/** Lays out all tiles at once: see `justifyInSteps`. */
export function justify(ratios: Float32Array, sections: readonly number[], options: LayoutOptions): JustifiedLayout {
  const steps = justifyInSteps(ratios, sections, options, Infinity);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

const at = (numbers: Uint32Array | Float64Array | Float32Array, n: number): number => numbers[n] ?? 0;

/** Returns the rows [from, to) that touch the range from `top` to `bottom`. */
export function rowsInRange(
  { tops, heights }: JustifiedLayout,
  top: number,
  bottom: number,
): { readonly from: number; readonly to: number } {
  return {
    from: firstMatch(tops.length, (row) => at(tops, row) + at(heights, row) >= top),
    to: firstMatch(tops.length, (row) => at(tops, row) > bottom),
  };
}

/** Returns the row of a tile. */
export const rowOfTile = ({ firstTiles }: JustifiedLayout, tile: number): number =>
  firstMatch(firstTiles.length - 1, (row) => at(firstTiles, row + 1) > tile);

/** Returns the section of a row. */
export const sectionOfRow = ({ firstRows }: JustifiedLayout, row: number): number =>
  firstMatch(firstRows.length - 1, (section) => at(firstRows, section + 1) > row);

/** Returns the top and the bottom of a section, including its heading, in CSS pixels. */
export function sectionBounds(
  layout: JustifiedLayout,
  section: number,
): { readonly top: number; readonly bottom: number } {
  const { tops, heights, firstRows, headingHeight } = layout;
  const last = at(firstRows, section + 1) - 1;
  return { top: at(tops, at(firstRows, section)) - headingHeight, bottom: at(tops, last) + at(heights, last) };
}

/** Returns the tiles of a row, from left to right. */
export function tilesOfRow({ ratios, firstTiles, tops, heights, gap }: JustifiedLayout, row: number): Tile[] {
  const [y, height] = [at(tops, row), at(heights, row)];
  const tiles: Tile[] = [];
  let x = 0;
  for (let tile = at(firstTiles, row); tile < at(firstTiles, row + 1); tile += 1) {
    const width = clampRatio(at(ratios, tile)) * height;
    tiles.push({ x, y, width, height });
    x += width + gap;
  }
  return tiles;
}

/** Returns a tile by its index. */
export function tileAt(layout: JustifiedLayout, tile: number): Tile | undefined {
  const row = rowOfTile(layout, tile);
  return tilesOfRow(layout, row)[tile - at(layout.firstTiles, row)];
}
