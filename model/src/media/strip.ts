import type { Size } from './renditions.ts';

// The strip of a video: small frames in one image, row by row, for the seek bar.

/** Frames in one row. */
export const STRIP_COLUMNS = 10;
/** Most frames of a strip: some hundred kilobytes, and one frame for every two pixels of a phone's seek bar. */
const MAX_FRAMES = 100;
/** Seconds between frames at least: that of keyframes. */
const MIN_INTERVAL_S = 2;
/** A shorter video is seen as a whole. */
const MIN_SECONDS = 10;
/** The long side of a frame, pixels. */
const LONG = 160;

/** Returns the number of frames in the strip of a video that lasts `seconds`: each shows the middle of an equal part. 0: it gets none. */
export const stripFrames = (seconds: number): number =>
  seconds < MIN_SECONDS ? 0 : Math.min(MAX_FRAMES, Math.floor(seconds / MIN_INTERVAL_S));

/** Returns the size of a strip's frames from the displayed size. */
export function stripFrameSize({ width, height }: Size): Size {
  const factor = LONG / Math.max(width, height);
  return { width: Math.max(1, Math.round(width * factor)), height: Math.max(1, Math.round(height * factor)) };
}

/** Returns the rows of a strip with so many frames. */
export const stripRows = (frames: number): number => Math.ceil(frames / STRIP_COLUMNS);

/** Returns which of a strip's frames shows a time of a video, both in seconds. */
export const stripFrameAt = (frames: number, time: number, duration: number): number =>
  Math.min(frames - 1, Math.max(0, Math.floor((time / duration) * frames)));
