import { lowFrameStep } from './frame-rate.ts';

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
  /** It has every n-th frame of the others. */
  readonly frameStep: number;
}

/** Rounds to an even number, as 4:2:0 chroma subsampling requires; odd numbers are rounded down. */
const even = (n: number): number => Math.max(2, 2 * Math.ceil(n / 2 - 0.5));

/** Bit rate of the sound beside a video, bits per second: low enough for the lowest variant. */
export const VIDEO_SOUND_RATE = 96_000;
/** Bit rate of a file that is sound alone, bits per second. */
export const SOUND_RATE = 128_000;
/**
 * Video bit rate of the variant for a poor network, bits per second. With sound and container it has at most 220 kbit/s in every segment, as measured: a
 * segment of 6 s may exceed this by the encoder's buffer of one second.
 */
export const LOW_BIT_RATE = 92_000;
/** Its short side, at most this part of the variant above it; smaller than this it is not worth having. */
const LOW = { short: 240, part: 0.75, least: 100 } as const;
/** Short sides below a video's own. */
const STEPS = [1080, 720, 480, 360] as const;
/** A step that is closer to the one above it does not pay for its encoding. */
const MAX_STEP = 0.8;
/** Above this many frames per second, motion needs more bits. */
const USUAL_FRAME_RATE = 31;

/**
 * About 0.1 bit per pixel at 30 frames per second, enough for home video in H.264: 6.2 Mbit/s at 1080p, 0.7 at 360p. Twice the frames need half as many
 * bits again.
 */
const bitRateOf = (size: Size, frameRate: number): number =>
  Math.round((size.width * size.height * 3 * (frameRate > USUAL_FRAME_RATE ? 1.5 : 1)) / 1000) * 1000;

function sizeWithShort(displayed: Size, short: number): Size {
  const factor = short / Math.min(displayed.width, displayed.height);
  return { width: even(displayed.width * factor), height: even(displayed.height * factor) };
}

function variantOf(displayed: Size, short: number, frameRate: number): Variant {
  const size = sizeWithShort(displayed, short);
  return { name: String(even(short)), ...size, bitRate: bitRateOf(size, frameRate), frameStep: 1 };
}

/**
 * Returns the variants of a video from its displayed size and frames per second, best first: its own resolution up to 1080p, the steps below it, and one
 * for a poor network if none of them has as few bits.
 */
export function variantsFor(displayed: Size, frameRate: number): Variant[] {
  const short = Math.min(displayed.width, displayed.height);
  const heights: number[] = [Math.min(short, STEPS[0])];
  for (const step of STEPS) if (step <= (heights.at(-1) ?? 0) * MAX_STEP) heights.push(step);
  const variants = heights.map((height) => variantOf(displayed, height, frameRate));
  const lowShort = Math.min(LOW.short, (heights.at(-1) ?? 0) * LOW.part);
  if (lowShort < LOW.least || (variants.at(-1)?.bitRate ?? 0) <= LOW_BIT_RATE) return variants;
  return [
    ...variants,
    { ...variantOf(displayed, lowShort, frameRate), bitRate: LOW_BIT_RATE, frameStep: lowFrameStep(frameRate) },
  ];
}

/** Returns the only variant of a motion clip from its displayed size, at most 720p: a few seconds need no choice of quality. */
export const motionVariant = (displayed: Size): Variant =>
  variantOf(displayed, Math.min(displayed.width, displayed.height, 720), USUAL_FRAME_RATE);
