/** A picture's size in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** `grid` (album tiles): short side 320, long side at most 1,280, so that a panorama stays small. */
export const GRID = { short: 320, long: 1280 } as const;
/**
 * `screen` (the viewer) and `poster`: long side 1,600; decision 17 has what other sizes and formats cost. Of what is longer than 2.5 times
 * its short side, a panorama or a long screenshot, that would leave too little to look at: there the short side is 640, up to a
 * long side of 12,000 (WebP, of what is seen through, ends at 16,383) and eight megapixels.
 */
export const SCREEN = { long: 1600, short: 640, longest: 12_000, pixels: 8_000_000 } as const;

const scaled = (of: Size, by: number): Size => ({
  width: Math.max(1, Math.round(of.width * Math.min(1, by))),
  height: Math.max(1, Math.round(of.height * Math.min(1, by))),
});

/** The size of an item's `grid` from its displayed size; never enlarged. */
export function gridSize(of: Size): Size {
  const short = Math.min(of.width, of.height);
  const long = Math.max(of.width, of.height);
  return scaled(of, Math.min(GRID.short / short, GRID.long / long));
}

/** The size of an item's `screen` or `poster` from its displayed size; never enlarged. */
export function screenSize(of: Size): Size {
  const short = Math.min(of.width, of.height);
  const long = Math.max(of.width, of.height);
  const usual = SCREEN.long / long;
  const most = Math.min(SCREEN.longest / long, Math.sqrt(SCREEN.pixels / (short * long)));
  return scaled(of, Math.max(usual, Math.min(SCREEN.short / short, most)));
}

/** One quality of a video. `name` is its short side in pixels, as people call it: 1080, 360. */
export interface Variant extends Size {
  readonly name: string;
  /** Target and ceiling of the picture's bit rate, bits a second. */
  readonly bitRate: number;
}

/** Segments of a stream, seconds. */
export const SEGMENT_S = 6;
/** Distance of keyframes, seconds: where a seek can land. */
export const KEYFRAME_S = 2;

/** Even numbers: 4:2:0 chroma has no odd sides. An odd side loses a line, because one more would be made up. */
const even = (n: number): number => Math.max(2, 2 * Math.ceil(n / 2 - 0.5));

/** About 0.1 bit a pixel at 30 frames a second, for H.264 of family video: 1080p gets 6.2 Mbit/s, 360p 0.7. */
const bitRateOf = (size: Size): number => Math.round((size.width * size.height * 30 * 0.1) / 1000) * 1000;

/** The rungs of a video by its displayed size, best first: its own height up to 1,080, and 360 where it is at least 480 high. */
export function variantsFor(of: Size): Variant[] {
  const short = Math.min(of.width, of.height);
  const heights = [Math.min(short, 1080), ...(short >= 480 ? [360] : [])];
  return heights.map((height) => {
    const by = height / short;
    const size = { width: even(of.width * by), height: even(of.height * by) };
    return { name: String(even(height)), ...size, bitRate: bitRateOf(size) };
  });
}

/** The one rung of a photo's moment by its displayed size: three seconds on a phone need no choice. */
export function motionVariant(of: Size): Variant {
  const short = Math.min(of.width, of.height);
  const height = Math.min(short, 720);
  const size = { width: even((of.width * height) / short), height: even((of.height * height) / short) };
  return { name: String(even(height)), ...size, bitRate: bitRateOf(size) };
}
