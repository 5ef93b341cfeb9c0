import { rowOfTile, rowsInRange, tileAt, tilesOfRow, type JustifiedLayout } from '@maru/model/media/justified-layout';

/**
 * The tile that a key moves to from tile `at`: ← → the next, ↑ ↓ the nearest in the next row, Page Up and Page Down the nearest a
 * `page` (CSS pixels) away, Home, End; undefined for other keys.
 */
export function tileAfterKey(layout: JustifiedLayout, at: number, key: string, page: number): number | undefined {
  const last = layout.ratios.length - 1;
  switch (key) {
    case 'ArrowLeft':
      return Math.max(0, at - 1);
    case 'ArrowRight':
      return Math.min(last, at + 1);
    case 'ArrowUp':
      return nearestInRow(layout, at, rowOfTile(layout, at) - 1);
    case 'ArrowDown':
      return nearestInRow(layout, at, rowOfTile(layout, at) + 1);
    case 'PageUp':
      return nearestInRow(layout, at, rowAtDistance(layout, at, -page));
    case 'PageDown':
      return nearestInRow(layout, at, rowAtDistance(layout, at, page));
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return undefined;
  }
}

/** The row at a vertical distance from a tile; at least the next one. */
function rowAtDistance(layout: JustifiedLayout, at: number, by: number): number {
  const row = rowOfTile(layout, at);
  const y = (layout.tops[row] ?? 0) + by;
  const { from, to } = rowsInRange(layout, y, y);
  return by < 0 ? Math.min(row - 1, from) : Math.max(row + 1, to - 1);
}

/** The tile of a row whose centre is nearest to that of tile `at`; beyond the ends, of the first or last row. */
function nearestInRow(layout: JustifiedLayout, at: number, row: number): number {
  const from = tileAt(layout, at);
  if (!from) return at;
  const target = Math.min(layout.tops.length - 1, Math.max(0, row));
  if (target === rowOfTile(layout, at)) return at;
  const centre = from.x + from.width / 2;
  const distances = tilesOfRow(layout, target).map(({ x, width }) => Math.abs(x + width / 2 - centre));
  return (layout.firstTiles[target] ?? 0) + distances.indexOf(Math.min(...distances));
}
