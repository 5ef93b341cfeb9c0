import type { ItemId } from '@maru/model';
import { rowsInRange, tileAt, type JustifiedLayout } from '@maru/model/media/justified-layout';
import type { GridSource } from './grid-source.ts';

/** A point of a tile and where it is in the window, to find the same place in another layout. */
export interface Anchor {
  /** The item, undefined if it is not loaded; then its index is used. */
  readonly id: ItemId | undefined;
  readonly index: number;
  /** The height in the tile, 0 at its top to 1 at its bottom. */
  readonly fraction: number;
  /** The distance from the top of the window, CSS pixels. */
  readonly offset: number;
}

function anchorOf(source: GridSource, index: number, fraction: number, offset: number): Anchor {
  return { id: source.at(index)?.[0], index, fraction, offset };
}

/** Returns the first tile in a window at `top`; undefined without tiles. */
export function anchorAtTop(layout: JustifiedLayout, source: GridSource, top: number): Anchor | undefined {
  const index = layout.firstTiles[rowsInRange(layout, top, top).from] ?? 0;
  const tile = tileAt(layout, index);
  return tile && anchorOf(source, index, 0, tile.y - top);
}

/** Returns the point `offset` CSS pixels below the top of a window at `top`. */
export function anchorAt(layout: JustifiedLayout, source: GridSource, top: number, offset: number): Anchor | undefined {
  const y = top + offset;
  const index = layout.firstTiles[rowsInRange(layout, y, y).from] ?? 0;
  const tile = tileAt(layout, index);
  return tile && anchorOf(source, index, Math.min(1, Math.max(0, (y - tile.y) / tile.height)), offset);
}

/** Returns the top of the window at which an anchor is where it was; undefined without tiles. */
export function topForAnchor(layout: JustifiedLayout, source: GridSource, anchor: Anchor): number | undefined {
  const found = anchor.id === undefined ? -1 : source.indexOf(anchor.id);
  const tile = tileAt(layout, found >= 0 ? found : Math.min(anchor.index, source.count - 1));
  return tile && tile.y + anchor.fraction * tile.height - anchor.offset;
}
