import type { Attachment } from 'svelte/attachments';
import { thumbHashToRGBA } from 'thumbhash';

/** The images (`objectOf`) that this window has shown: they are in memory and appear without fading in. */
export const shownImages = new Set<string>();

const decoded = new Map<string, ImageData | undefined>();

function decode(thumbhash: string): ImageData | undefined {
  try {
    const { w, h, rgba } = thumbHashToRGBA(Uint8Array.from(atob(thumbhash), (c) => c.charCodeAt(0)));
    return new ImageData(new Uint8ClampedArray(rgba), w, h);
  } catch {
    return undefined;
  }
}

/** The pixels of a thumbhash (base64), about 32 a side, decoded once per window; undefined if it is malformed. */
export function pixelsOf(thumbhash: string): ImageData | undefined {
  if (!decoded.has(thumbhash)) decoded.set(thumbhash, decode(thumbhash));
  return decoded.get(thumbhash);
}

/** An attachment that paints a thumbhash into a canvas, which stays transparent without one. */
export const paintPlaceholder =
  (thumbhash: string | undefined): Attachment<HTMLCanvasElement> =>
  (canvas) => {
    const pixels = thumbhash === undefined ? undefined : pixelsOf(thumbhash);
    if (!pixels) return;
    canvas.width = pixels.width;
    canvas.height = pixels.height;
    canvas.getContext('2d')?.putImageData(pixels, 0, 0);
  };

/** Whether the image of a thumbhash (base64) is transparent: the highest bit of the third byte (thumbhash, "Encode the constants"). */
export function isTransparent(thumbhash: string | undefined): boolean {
  try {
    return thumbhash !== undefined && (atob(thumbhash).charCodeAt(2) & 0x80) !== 0;
  } catch {
    return false;
  }
}
