import type { Attachment } from 'svelte/attachments';
import { thumbHashToAverageRGBA, thumbHashToRGBA } from 'thumbhash';

/** The images (`objectOf`) that this window has shown: they are in memory and appear without fading in. */
export const shownImages = new Set<string>();

const decoded = new Map<string, ImageData | undefined>();

const bytesOf = (thumbhash: string): Uint8Array => Uint8Array.from(atob(thumbhash), (c) => c.charCodeAt(0));

function decode(thumbhash: string): ImageData | undefined {
  try {
    const { w, h, rgba } = thumbHashToRGBA(bytesOf(thumbhash));
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

function averageColour(thumbhash: string): string {
  try {
    const { r, g, b, a } = thumbHashToAverageRGBA(bytesOf(thumbhash));
    return `rgba(${[r, g, b].map((part) => Math.round(255 * part)).join(', ')}, ${String(a)})`;
  } catch {
    return '';
  }
}

function paint(canvas: HTMLCanvasElement, thumbhash: string): void {
  canvas.style.backgroundColor = '';
  const pixels = pixelsOf(thumbhash);
  if (!pixels) return;
  canvas.width = pixels.width;
  canvas.height = pixels.height;
  canvas.getContext('2d')?.putImageData(pixels, 0, 0);
}

/** The time for painting in one frame, ms: fast scrolling adds more tiles than can be painted. */
const FRAME_BUDGET_MS = 3;
let spent = 0;
let frame = 0;
const waiting = new Map<HTMLCanvasElement, string>();

function paintWithinBudget(canvas: HTMLCanvasElement, thumbhash: string): boolean {
  frame ||= requestAnimationFrame(paintWaiting);
  if (spent >= FRAME_BUDGET_MS) return false;
  const start = performance.now();
  paint(canvas, thumbhash);
  spent += performance.now() - start;
  return true;
}

function paintWaiting(): void {
  frame = 0;
  spent = 0;
  for (const [canvas, thumbhash] of waiting) {
    if (!paintWithinBudget(canvas, thumbhash)) return;
    waiting.delete(canvas);
  }
}

/**
 * An attachment that paints a thumbhash into a canvas, which stays transparent without one. If many are added in one frame, it shows the
 * average colour until one of the next frames.
 */
export const paintPlaceholder =
  (thumbhash: string | undefined): Attachment<HTMLCanvasElement> =>
  (canvas) => {
    if (thumbhash === undefined || paintWithinBudget(canvas, thumbhash)) return undefined;
    canvas.style.backgroundColor = averageColour(thumbhash);
    waiting.set(canvas, thumbhash);
    return () => {
      waiting.delete(canvas);
    };
  };

/** Whether the image of a thumbhash (base64) is transparent: the highest bit of the third byte (thumbhash, "Encode the constants"). */
export function isTransparent(thumbhash: string | undefined): boolean {
  try {
    return thumbhash !== undefined && (atob(thumbhash).charCodeAt(2) & 0x80) !== 0;
  } catch {
    return false;
  }
}
