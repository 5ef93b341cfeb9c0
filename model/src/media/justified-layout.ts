/** A tile's position and size in CSS pixels, relative to the top left of the grid. */
export interface Tile {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The available width, the target height of rows and the gap between tiles, in CSS pixels. */
export interface LayoutOptions {
  readonly width: number;
  readonly rowHeight: number;
  readonly gap: number;
}

/** Limits the aspect ratio to between 1:2 and 3:1, so that no tile becomes a thin strip. */
const clampRatio = (ratio: number): number => Math.min(3, Math.max(0.5, ratio));

/**
 * Lays out tiles in justified rows: in order, with their aspect ratio (width / height), each row except the last exactly as wide as
 * `width`. A row ends where its height is closest to `rowHeight`; the last is never taller than `rowHeight`.
 */
export function justify(ratios: readonly number[], options: LayoutOptions): { tiles: Tile[]; height: number } {
  const { width, rowHeight, gap } = options;
  const tiles: Tile[] = [];
  let y = 0;
  let row: number[] = [];
  const heightOf = (rowRatios: readonly number[]): number =>
    (width - gap * (rowRatios.length - 1)) / rowRatios.reduce((sum, r) => sum + r, 0);
  const close = (rowRatios: readonly number[], height: number): void => {
    let x = 0;
    for (const ratio of rowRatios) {
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

/** Returns the indices [from, to) of the tiles that touch the range from `top` to `bottom`, for tiles as `justify` returns them. */
export function tilesInRange(tiles: readonly Tile[], top: number, bottom: number): { from: number; to: number } {
  const firstIndex = (matches: (tile: Tile) => boolean): number => {
    let low = 0;
    let high = tiles.length;
    while (low < high) {
      const mid = (low + high) >> 1;
      const tile = tiles[mid];
      if (tile !== undefined && matches(tile)) high = mid;
      else low = mid + 1;
    }
    return low;
  };
  return { from: firstIndex((tile) => tile.y + tile.height >= top), to: firstIndex((tile) => tile.y > bottom) };
}
