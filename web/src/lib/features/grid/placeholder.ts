import type { Attachment } from 'svelte/attachments';
import { thumbHashToRGBA } from 'thumbhash';

/** The pictures (`objectOf`) that were shown in this window: they are in the browser's memory and come back without fading in. */
export const seen = new Set<string>();

const decoded = new Map<string, ImageData | undefined>();

function decode(thumbhash: string): ImageData | undefined {
  try {
    const { w, h, rgba } = thumbHashToRGBA(Uint8Array.from(atob(thumbhash), (c) => c.charCodeAt(0)));
    return new ImageData(new Uint8ClampedArray(rgba), w, h);
  } catch {
    return undefined;
  }
}

/** The pixels of a thumbhash (base64), some 32 a side, decoded once in a window; undefined where it is none. */
export function pixelsOf(thumbhash: string): ImageData | undefined {
  if (!decoded.has(thumbhash)) decoded.set(thumbhash, decode(thumbhash));
  return decoded.get(thumbhash);
}

/** Paints a thumbhash into a canvas, which stays clear where there is none: the blur before the picture. */
export const blurred =
  (thumbhash: string | undefined): Attachment<HTMLCanvasElement> =>
  (canvas) => {
    const pixels = thumbhash === undefined ? undefined : pixelsOf(thumbhash);
    if (!pixels) return;
    canvas.width = pixels.width;
    canvas.height = pixels.height;
    canvas.getContext('2d')?.putImageData(pixels, 0, 0);
  };

/** Whether the picture of a thumbhash (base64) can be seen through: the highest bit of its third byte says so (thumbhash, section "Encode the constants"). */
export function isSeenThrough(thumbhash: string | undefined): boolean {
  try {
    return thumbhash !== undefined && (atob(thumbhash).charCodeAt(2) & 0x80) !== 0;
  } catch {
    return false;
  }
}
