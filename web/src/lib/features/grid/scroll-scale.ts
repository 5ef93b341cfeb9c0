/** The tallest element, in device pixels. Above 2^24 Firefox clamps it, and positions that browsers hold as floats lose whole pixels. */
const MAX_DEVICE_PX = 16_000_000;

/** The distance from either end within which DOM and logical offsets move 1:1, in CSS pixels. */
const MAX_EXACT_END = 400_000;

/** Maps the logical offsets of a grid to offsets in a DOM element that a browser can scroll. CSS pixels. */
export interface ScrollScale {
  readonly logicalHeight: number;
  readonly domHeight: number;
  readonly exactEnd: number;
}

/** The scale of a grid of a logical height in CSS pixels; 1:1 if the browser can scroll it as it is. */
export function scrollScale(logicalHeight: number, devicePixelRatio: number): ScrollScale {
  const domHeight = Math.min(logicalHeight, Math.floor(MAX_DEVICE_PX / devicePixelRatio));
  return { logicalHeight, domHeight, exactEnd: Math.min(MAX_EXACT_END, domHeight / 4) };
}

/** Maps an offset between heights that share an exact end; the middle is stretched. */
function stretch(offset: number, from: number, to: number, end: number): number {
  if (from === to || offset <= end) return offset;
  if (offset >= from - end) return offset + to - from;
  return end + ((offset - end) * (to - 2 * end)) / (from - 2 * end);
}

/** The DOM offset that corresponds to a logical offset. */
export const toDom = ({ logicalHeight, domHeight, exactEnd }: ScrollScale, logical: number): number =>
  stretch(logical, logicalHeight, domHeight, exactEnd);

/** The logical offset that corresponds to a DOM offset. */
export const toLogical = ({ logicalHeight, domHeight, exactEnd }: ScrollScale, dom: number): number =>
  stretch(dom, domHeight, logicalHeight, exactEnd);

/** A scroll position: the logical offset is `dom + shift`. CSS pixels; the shift is a whole number. */
export interface ScrollPlace {
  readonly dom: number;
  readonly shift: number;
}

/** Returns the place after scrolling the DOM to `dom`. Up to `step` it moves 1:1; farther, to the offset that corresponds. */
export function follow(scale: ScrollScale, place: ScrollPlace, dom: number, step: number): ScrollPlace {
  const isScaled = scale.domHeight < scale.logicalHeight;
  const isStep = isScaled && Math.abs(dom - place.dom) <= step;
  return { dom, shift: isStep ? place.shift : Math.round(toLogical(scale, dom) - dom) };
}

/** How far the DOM offset is from the one that corresponds to the logical offset: moving 1:1 lets it drift. */
export const driftOf = (scale: ScrollScale, { dom, shift }: ScrollPlace): number => dom - toDom(scale, dom + shift);

/** Whether the drift must be corrected at once, because the DOM might end before the grid does. Otherwise it can wait until scrolling rests. */
export function hasToCorrect(scale: ScrollScale, place: ScrollPlace, step: number): boolean {
  const drift = Math.abs(driftOf(scale, place));
  const isNearEnd = place.dom < step || place.dom > scale.domHeight - 2 * step;
  return drift > scale.exactEnd / 2 || (isNearEnd && drift >= 1);
}
