/** A tile's place in CSS pixels, from the grid's top left. */
export interface Tile {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** How the grid is set: the room's width, the height that rows aim at, and the gap, in CSS pixels. */
export interface LayoutOptions {
  readonly width: number;
  readonly rowHeight: number;
  readonly gap: number;
}

/** A panorama keeps to 3:1 and a very tall picture to 1:2 in the grid, so that no row becomes a thread. */
const clampRatio = (ratio: number): number => Math.min(3, Math.max(0.5, ratio));

/**
 * Justified rows: every row but the last fills the width exactly, pictures keep their ratio, order is kept.
 * A row is closed where its height comes nearest to `rowHeight`; the last is never taller than `rowHeight`.
 */
export function justify(ratios: readonly number[], setting: LayoutOptions): { tiles: Tile[]; height: number } {
  const { width, rowHeight, gap } = setting;
  const tiles: Tile[] = [];
  let y = 0;
  let row: number[] = [];
  const heightOf = (of: readonly number[]): number =>
    (width - gap * (of.length - 1)) / of.reduce((sum, r) => sum + r, 0);
  const close = (of: readonly number[], height: number): void => {
    let x = 0;
    for (const ratio of of) {
      tiles.push({ x, y, width: ratio * height, height });
      x += ratio * height + gap;
    }
    y += height + gap;
  };
  for (const ratio of ratios.map(clampRatio)) {
    const longer = [...row, ratio];
    if (row.length > 0 && heightOf(longer) < rowHeight && rowHeight - heightOf(longer) > heightOf(row) - rowHeight) {
      close(row, heightOf(row));
      row = [ratio];
    } else {
      row = longer;
    }
    if (heightOf(row) <= rowHeight) {
      close(row, heightOf(row));
      row = [];
    }
  }
  if (row.length > 0) close(row, Math.min(rowHeight, heightOf(row)));
  return { tiles, height: Math.max(0, y - gap) };
}

/** The indices [from, to) of the tiles that touch the band between `top` and `bottom` (tiles come in rows, top down). */
export function tilesInRange(tiles: readonly Tile[], top: number, bottom: number): { from: number; to: number } {
  const first = (is: (tile: Tile) => boolean): number => {
    let low = 0;
    let high = tiles.length;
    while (low < high) {
      const mid = (low + high) >> 1;
      const tile = tiles[mid];
      if (tile !== undefined && is(tile)) high = mid;
      else low = mid + 1;
    }
    return low;
  };
  return { from: first((tile) => tile.y + tile.height >= top), to: first((tile) => tile.y > bottom) };
}
