import {
  rowOfTile,
  sectionBounds,
  sectionOfRow,
  tilesOfRow,
  type JustifiedLayout,
} from '@maru/model/media/justified-layout';

/** The element of a month extends this far beyond the rendered rows: not all of a very long month. CSS pixels. */
const CLIP = 100_000;
/** The distance of a focused tile from the rendered rows, CSS pixels. */
const OUT_OF_SIGHT = 2000;

/** A rendered tile; whole CSS pixels relative to its month's element. */
export interface PlacedTile {
  readonly index: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The element of a month with its rendered tiles; whole logical CSS pixels. */
export interface PlacedMonth {
  readonly month: number;
  readonly top: number;
  readonly height: number;
  readonly tiles: readonly PlacedTile[];
}

function* placeRow(layout: JustifiedLayout, row: number, top: number): Generator<PlacedTile> {
  let index = layout.firstTiles[row] ?? 0;
  for (const tile of tilesOfRow(layout, row)) {
    const [x, y] = [Math.round(tile.x), Math.round(tile.y)];
    const [right, bottom] = [Math.round(tile.x + tile.width), Math.round(tile.y + tile.height)];
    yield { index, x, y: y - top, width: right - x, height: bottom - y };
    index += 1;
  }
}

/** Places the tiles of the rows [from, to), by month. A focused tile outside of them is placed out of sight, so that it keeps the focus. */
export function placeMonths(
  layout: JustifiedLayout,
  { from, to }: { readonly from: number; readonly to: number },
  focused?: number,
): PlacedMonth[] {
  const { tops, heights, firstRows } = layout;
  const [first, last] = [tops[from] ?? 0, (tops[to - 1] ?? 0) + (heights[to - 1] ?? 0)];
  const clipTop = Math.floor(first / CLIP - 1) * CLIP;
  const clipBottom = Math.ceil(last / CLIP + 1) * CLIP;
  const months: PlacedMonth[] = [];
  for (let row = from; row < to;) {
    const month = sectionOfRow(layout, row);
    const bounds = sectionBounds(layout, month);
    const top = Math.round(Math.max(bounds.top, clipTop));
    const tiles: PlacedTile[] = [];
    for (const end = Math.min(to, firstRows[month + 1] ?? to); row < end; row += 1)
      tiles.push(...placeRow(layout, row, top));
    months.push({ month, top, height: Math.round(Math.min(bounds.bottom, clipBottom)) - top, tiles });
  }
  const focusedRow = focused === undefined ? from : rowOfTile(layout, focused);
  if (from < to && focused !== undefined && (focusedRow < from || focusedRow >= to)) {
    const tile = [...placeRow(layout, focusedRow, 0)].find(({ index }) => index === focused);
    const month = sectionOfRow(layout, focusedRow);
    const top = Math.round(focusedRow < from ? first - OUT_OF_SIGHT : last + OUT_OF_SIGHT);
    const shown = months.findIndex((placed) => placed.month === month);
    const placed = months[shown] ?? { month, top, height: 0, tiles: [] };
    if (tile)
      months.splice(shown < 0 ? months.length : shown, 1, {
        ...placed,
        tiles: [...placed.tiles, { ...tile, y: top - placed.top }],
      });
  }
  return months;
}
