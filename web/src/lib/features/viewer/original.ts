import type { Entry } from '@maru/model';
import { screenSize } from '@maru/model/media/renditions';

/** Formats that every browser shows, by extension. */
const SHOWN = /\.(jpe?g|png|webp|gif|avif)$/i;
/** What a phone decodes without trouble: pixels, and bytes on the way. */
const MAX_PIXELS = 64_000_000;
const MAX_BYTES = 40_000_000;
/** Below this enlargement of the large rendition, the original looks the same. */
const MIN_GAIN = 1.25;

/** Whether a phone can decode a picture of this size. */
export const isDecodable = ({ width = 0, height = 0 }: Pick<Entry, 'width' | 'height'>): boolean =>
  width * height <= MAX_PIXELS;

/**
 * Whether the original of a photo shows more than its large rendition when it is `width` device pixels wide. Never for one that people rotated:
 * its original is not.
 */
export function showsMore({ kind, width, height, rotation, isUnsupported }: Entry, shownWidth: number): boolean {
  if (kind !== 'photo' || width === undefined || height === undefined) return false;
  if (isUnsupported || (rotation ?? 0) !== 0 || !isDecodable({ width, height })) return false;
  const screen = screenSize({ width, height }).width;
  return width > screen && shownWidth > screen * MIN_GAIN;
}

/** Whether browsers show the file of an original, and phones have room for it. */
export const isShowable = ({ name, size }: { name: string; size: number }): boolean =>
  SHOWN.test(name) && size <= MAX_BYTES;
