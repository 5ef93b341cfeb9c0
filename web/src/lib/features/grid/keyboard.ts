import type { Tile } from '@maru/model';

/** The tile that a key moves to from tile `at`: ← → the next, ↑ ↓ the nearest in the next row, Home, End; undefined for other keys. */
export function tileAfterKey(tiles: readonly Tile[], at: number, key: string): number | undefined {
  switch (key) {
    case 'ArrowLeft':
      return Math.max(0, at - 1);
    case 'ArrowRight':
      return Math.min(tiles.length - 1, at + 1);
    case 'ArrowUp':
      return acrossRow(tiles, at, -1);
    case 'ArrowDown':
      return acrossRow(tiles, at, 1);
    case 'Home':
      return 0;
    case 'End':
      return tiles.length - 1;
    default:
      return undefined;
  }
}

function acrossRow(tiles: readonly Tile[], at: number, by: 1 | -1): number {
  const from = tiles[at];
  if (!from) return at;
  const centre = from.x + from.width / 2;
  let row: number | undefined;
  let best = at;
  let nearest = Infinity;
  for (let i = at + by; i >= 0 && i < tiles.length; i += by) {
    const tile = tiles[i];
    if (!tile || tile.y === from.y) continue;
    row ??= tile.y;
    if (tile.y !== row) break;
    const distance = Math.abs(tile.x + tile.width / 2 - centre);
    if (distance < nearest) [best, nearest] = [i, distance];
  }
  return best;
}
