import {
  exactFrameRate,
  gridSize,
  MAX_DURATION_S,
  ProcessingError,
  variantsFor,
  screenSize,
  type Variant,
  type Size,
} from '@maru/model';
import type { MediaProbe, VideoTrack } from '../ports/videos.ts';

/** Maximum frames per second; phones do not benefit from more. */
const MAX_FRAME_RATE = 60;
/** Frames per second if the container does not state them. */
const DEFAULT_FRAME_RATE = 30;
/** Positions of the poster as parts of the duration, until one is not black, and the maximum of the first in seconds. */
const POSTER_AT = [0.1, 0.3, 0.5] as const;
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
      readonly poster: { readonly at: readonly number[]; readonly size: Size };
      readonly grid: Size;
    };

/** Returns the frame rate to encode with: a frame for each field of an interlaced video, rounded to three decimals (29.97 stays 29.97). */
export function outputFrameRate({ frameRate, interlaced }: Pick<VideoTrack, 'frameRate' | 'interlaced'>): number {
  const { num, den } = exactFrameRate(frameRate ?? DEFAULT_FRAME_RATE);
  return Math.min(MAX_FRAME_RATE, Math.round((1000 * num * (interlaced ? 2 : 1)) / den) / 1000);
}

/** Plans the renditions from the result of probing; without a video stream, the file is a sound. Throws ProcessingError `too-long`. */
export function planVideo({ seconds, video }: MediaProbe): VideoPlan {
  if (seconds !== undefined && seconds > MAX_DURATION_S) throw new ProcessingError('too-long');
  if (!video) return { kind: 'sound' };
  const size = { width: video.width, height: video.height };
  const frameRate = outputFrameRate(video);
  const [first, ...others] = POSTER_AT.map((part) => (video.seconds ?? seconds ?? 0) * part);
  return {
    kind: 'video',
    size,
    variants: variantsFor(size, frameRate),
    frameRate,
    poster: { at: [Math.min(first ?? 0, MAX_POSTER_S), ...others], size: screenSize(size) },
    grid: gridSize(size),
  };
}

/**
 * Throws ProcessingError if the encoded duration (seconds) is far below the announced one: the file is truncated. A picture track may be shorter than its
 * sound.
 */
export function requireComplete(demuxer: string, { seconds, video }: MediaProbe, measured: number): void {
  const announced = video?.seconds ?? seconds;
  if (
    announced !== undefined &&
    EXACT_DEMUXERS.includes(demuxer) &&
    measured < announced * MIN_COMPLETE - Math.min(TOLERANCE_S, announced / 4)
  )
    throw new ProcessingError('unreadable', `${measured.toFixed(1)} of ${announced.toFixed(1)} s`);
}
