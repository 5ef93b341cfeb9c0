import { tileAt, type JustifiedLayout } from '@maru/model/media/justified-layout';

/** The window on a grid, in CSS pixels. */
interface Viewport {
  readonly top: number;
  readonly viewportHeight: number;
  /** The height of the heading that covers the top. */
  readonly headingHeight: number;
}

/** Returns where to scroll to see a tile: as far as necessary, or out of view to the middle if `toMiddle`; undefined if it is in view. */
export function scrollTopFor(
  layout: JustifiedLayout,
  index: number,
  { top, viewportHeight, headingHeight }: Viewport,
  toMiddle: boolean,
): number | undefined {
  const tile = tileAt(layout, index);
  if (!tile) return undefined;
  // Space for bars and the heading.
  const margin = Math.max(Math.min(96, viewportHeight / 6), headingHeight);
  const highest = tile.y - margin;
  const lowest = tile.y + tile.height + margin - viewportHeight;
  if (top <= highest && top >= lowest) return undefined;
  const centre = tile.y + tile.height / 2;
  const isInView = centre > top && centre < top + viewportHeight;
  if (toMiddle && !isInView) return centre - viewportHeight / 2;
  return top > highest ? highest : lowest;
}
