import {
  gridSize,
  MAX_DURATION_S,
  ProcessingError,
  variantsFor,
  screenSize,
  type Variant,
  type Size,
} from '@maru/model';
import type { MediaProbe } from '../ports/videos.ts';

/** Maximum frames per second; phones do not benefit from more. */
const MAX_FRAME_RATE = 60;
/** Frames per second if the container does not state them. */
const DEFAULT_FRAME_RATE = 30;
/** Position of the poster as a part of the duration, and its maximum in seconds. */
const POSTER_AT = 0.1;
const MAX_POSTER_S = 60;
/** A stream that is shorter than this part of the announced duration is truncated, if the demuxer reports exact durations. */
const MIN_COMPLETE = 0.9;
/** Additional tolerance: a second, but at most a quarter of the duration. */
const TOLERANCE_S = 1;
const EXACT_DEMUXERS = ['mov', 'matroska', 'wav', 'flac', 'aiff'];

/** The renditions to create from a video or sound. */
export type VideoPlan =
  | { readonly kind: 'sound' }
  | {
      readonly kind: 'video';
      readonly size: Size;
      readonly variants: readonly Variant[];
      readonly frameRate: number;
      readonly poster: { readonly at: number; readonly size: Size };
      readonly grid: Size;
    };

/** Returns the frame rate to encode with, rounded to three decimals (29.97 stays 29.97). */
export function frameRateOf(announced: number | undefined): number {
  const rate = announced === undefined || announced < 1 ? DEFAULT_FRAME_RATE : Math.min(announced, MAX_FRAME_RATE);
  return Math.round(rate * 1000) / 1000;
}

/** Plans the renditions from the result of probing; without a video stream, the file is a sound. Throws ProcessingError `too-long`. */
export function planVideo({ seconds, video }: MediaProbe): VideoPlan {
  if (seconds !== undefined && seconds > MAX_DURATION_S) throw new ProcessingError('too-long');
  if (!video) return { kind: 'sound' };
  const size = { width: video.width, height: video.height };
  return {
    kind: 'video',
    size,
    variants: variantsFor(size),
    frameRate: frameRateOf(video.frameRate),
    poster: { at: Math.min((seconds ?? 0) * POSTER_AT, MAX_POSTER_S), size: screenSize(size) },
    grid: gridSize(size),
  };
}

/** Throws ProcessingError if the encoded duration is far below the announced one (seconds): the file is truncated. */
export function requireComplete(demuxer: string, announced: number | undefined, measured: number): void {
  if (
    announced !== undefined &&
    EXACT_DEMUXERS.includes(demuxer) &&
    measured < announced * MIN_COMPLETE - Math.min(TOLERANCE_S, announced / 4)
  )
    throw new ProcessingError('unreadable', `${measured.toFixed(1)} of ${announced.toFixed(1)} s`);
}
