/** Duration of a stream's segments, seconds. */
export const SEGMENT_S = 6;
/** Interval between keyframes, the positions a seek can reach, seconds. */
export const KEYFRAME_S = 2;
/** Maximum frames per second of the variant for a poor network. */
const LOW_FRAME_RATE = 15;

/** A frame rate as a fraction of integers, frames per second. */
export interface ExactFrameRate {
  readonly num: number;
  readonly den: number;
}

/** Segments of a chunk: about a minute. */
const CHUNK_SEGMENTS = 10;

/** Returns the exact rate of one that is rounded to three decimals: 29.97 is 30000/1001. */
export function exactFrameRate(frameRate: number): ExactFrameRate {
  const ntsc = Math.round(frameRate * 1.001);
  if (frameRate % 1 !== 0 && Math.abs((ntsc * 1000) / 1001 - frameRate) < 0.001) return { num: ntsc * 1000, den: 1001 };
  return { num: Math.round(frameRate * 1000), den: 1000 };
}

/** Returns the duration of a number of frames, seconds. */
export function secondsOf(frames: number, frameRate: number): number {
  const { num, den } = exactFrameRate(frameRate);
  return (frames * den) / num;
}

/** Returns the number of frames in a duration of seconds, rounded up. */
export function framesOf(seconds: number, frameRate: number): number {
  const { num, den } = exactFrameRate(frameRate);
  return Math.ceil((seconds * num) / den - 1e-6);
}

/** The variant for a poor network has every n-th frame. */
export const lowFrameStep = (frameRate: number): number => Math.max(1, Math.ceil(frameRate / LOW_FRAME_RATE - 0.01));

/** Frames between keyframes, about `KEYFRAME_S`; a multiple of `lowFrameStep`. */
export function keyframeInterval(frameRate: number): number {
  const step = lowFrameStep(frameRate);
  return Math.max(1, Math.round((KEYFRAME_S * frameRate) / step)) * step;
}

/** Pixels per second up to which a chunk has all its segments: 4K at 30 frames per second. 4K at 60 in HDR takes 2.5 s per second on two processors. */
const FULL_CHUNK_PIXELS = 3840 * 2160 * 30;

/** Frames of a segment, about `SEGMENT_S`. */
export const segmentFrames = (frameRate: number): number =>
  keyframeInterval(frameRate) * Math.round(SEGMENT_S / KEYFRAME_S);

/**
 * Frames of a chunk of a video whose pictures have this many pixels: chunk k starts at frame k * `chunkFrames`. About a minute; less for pictures whose decoding
 * alone takes long, such as 4K at 60 frames per second, so that a chunk ends within the time of a task.
 */
export function chunkFrames(frameRate: number, pixels: number): number {
  const segments = Math.round(CHUNK_SEGMENTS * Math.min(1, FULL_CHUNK_PIXELS / (pixels * frameRate)));
  return segmentFrames(frameRate) * Math.max(1, segments);
}
