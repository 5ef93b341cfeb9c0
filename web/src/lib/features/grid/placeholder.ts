import type { Attachment } from 'svelte/attachments';
import { thumbHashToAverageRGBA, thumbHashToDataURL } from 'thumbhash';

/** The images (`objectOf`) that this window has shown: the browser has them in memory. */
export const shownImages = new Set<string>();

const bytesOf = (thumbhash: string): Uint8Array => Uint8Array.from(atob(thumbhash), (c) => c.charCodeAt(0));

/** The images of thumbhashes as data URLs, at most so many. */
const images = new Map<string, string>();
const MAX_IMAGES = 2000;

/** The image of a thumbhash (base64), about 32 pixels a side, as a data URL; undefined if it is malformed. */
function imageOf(thumbhash: string): string | undefined {
  const known = images.get(thumbhash);
  if (known !== undefined) return known;
  try {
    const url = thumbHashToDataURL(bytesOf(thumbhash));
    if (images.size >= MAX_IMAGES) images.clear();
    images.set(thumbhash, url);
    return url;
  } catch {
    return undefined;
  }
}

/** The average colour of a thumbhash (base64) in CSS; empty if there is none or it is malformed. */
export function averageColour(thumbhash: string | undefined): string {
  try {
    if (thumbhash === undefined) return '';
    const { r, g, b, a } = thumbHashToAverageRGBA(bytesOf(thumbhash));
    return `rgba(${[r, g, b].map((part) => Math.round(255 * part)).join(', ')}, ${String(a)})`;
  } catch {
    return '';
  }
}

function paint(element: HTMLElement, thumbhash: string): void {
  const image = imageOf(thumbhash);
  element.style.backgroundColor = '';
  if (image !== undefined) element.style.backgroundImage = `url(${image})`;
}

/** The time for painting in one frame, ms: scrolling may add more tiles than can be painted. */
const FRAME_BUDGET_MS = 3;
let spent = 0;
let frame = 0;
const waiting = new Map<HTMLElement, string>();

function paintWithinBudget(element: HTMLElement, thumbhash: string): boolean {
  frame ||= requestAnimationFrame(paintWaiting);
  if (spent >= FRAME_BUDGET_MS) return false;
  const start = performance.now();
  paint(element, thumbhash);
  spent += performance.now() - start;
  return true;
}

function paintWaiting(): void {
  frame = 0;
  spent = 0;
  for (const [element, thumbhash] of waiting) {
    if (!paintWithinBudget(element, thumbhash)) return;
    waiting.delete(element);
  }
}

/**
 * An attachment that gives an element the background of a thumbhash; it stays transparent without one. If many are added in one frame, it shows
 * the average colour until one of the next frames. Not a canvas: each would be a layer of its own, which costs a phone more than all else.
 */
export const paintPlaceholder =
  (thumbhash: string | undefined): Attachment<HTMLElement> =>
  (element) => {
    if (thumbhash === undefined || paintWithinBudget(element, thumbhash)) return undefined;
    element.style.backgroundColor = averageColour(thumbhash);
    waiting.set(element, thumbhash);
    return () => {
      waiting.delete(element);
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
