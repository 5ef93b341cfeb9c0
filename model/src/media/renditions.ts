/** The dimensions of an image or video in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** `grid` (album tiles): short side 320, long side at most 1,280, which keeps panoramas small. Pixels. */
export const GRID = { short: 320, long: 1280 } as const;
/**
 * `screen` (the viewer) and `poster`: long side 1,600; decision 17 compares other sizes and formats. If the long side is more than 2.5
 * times the short side (panoramas, long screenshots), the short side is 640 instead, up to a long side of 12,000 (WebP, used for
 * transparent images, is limited to 16,383) and 8 megapixels.
 */
export const SCREEN = { long: 1600, short: 640, longest: 12_000, pixels: 8_000_000 } as const;

const scaleDown = ({ width, height }: Size, factor: number): Size => ({
  width: Math.max(1, Math.round(width * Math.min(1, factor))),
  height: Math.max(1, Math.round(height * Math.min(1, factor))),
});

/** Returns the size of an item's `grid` from its displayed size; never enlarges. */
export function gridSize(displayed: Size): Size {
  const short = Math.min(displayed.width, displayed.height);
  const long = Math.max(displayed.width, displayed.height);
  return scaleDown(displayed, Math.min(GRID.short / short, GRID.long / long));
}

/** Returns a size after a rotation by degrees, a multiple of 90. */
export const rotatedSize = ({ width, height }: Size, rotation: number): Size =>
  rotation % 180 === 0 ? { width, height } : { width: height, height: width };

/** Returns the size of an item's `screen` or `poster` from its displayed size; never enlarges. */
export function screenSize(displayed: Size): Size {
  const short = Math.min(displayed.width, displayed.height);
  const long = Math.max(displayed.width, displayed.height);
  const usual = SCREEN.long / long;
  const max = Math.min(SCREEN.longest / long, Math.sqrt(SCREEN.pixels / (short * long)));
  return scaleDown(displayed, Math.max(usual, Math.min(SCREEN.short / short, max)));
}

/** One quality level of a video. `name` is its short side in pixels: 1080, 360. */
export interface Variant extends Size {
  readonly name: string;
  /** Target and maximum video bit rate, bits per second. */
  readonly bitRate: number;
}

/** Duration of a stream's segments, seconds. */
export const SEGMENT_S = 6;
/** Interval between keyframes, the positions a seek can reach, seconds. */
export const KEYFRAME_S = 2;

/** Rounds to an even number, as 4:2:0 chroma subsampling requires; odd numbers are rounded down. */
const even = (n: number): number => Math.max(2, 2 * Math.ceil(n / 2 - 0.5));

/** About 0.1 bit per pixel at 30 frames per second, enough for home video in H.264: 6.2 Mbit/s at 1080p, 0.7 at 360p. */
const bitRateOf = (size: Size): number => Math.round((size.width * size.height * 30 * 0.1) / 1000) * 1000;

/** Returns the variants of a video from its displayed size, best first: its own resolution up to 1080p, and 360p if it is at least 480p. */
export function variantsFor(displayed: Size): Variant[] {
  const short = Math.min(displayed.width, displayed.height);
  const heights = [Math.min(short, 1080), ...(short >= 480 ? [360] : [])];
  return heights.map((height) => {
    const factor = height / short;
    const size = { width: even(displayed.width * factor), height: even(displayed.height * factor) };
    return { name: String(even(height)), ...size, bitRate: bitRateOf(size) };
  });
}

/** Returns the only variant of a motion clip from its displayed size, at most 720p: a few seconds need no choice of quality. */
export function motionVariant(displayed: Size): Variant {
  const short = Math.min(displayed.width, displayed.height);
  const height = Math.min(short, 720);
  const size = { width: even((displayed.width * height) / short), height: even((displayed.height * height) / short) };
  return { name: String(even(height)), ...size, bitRate: bitRateOf(size) };
}
