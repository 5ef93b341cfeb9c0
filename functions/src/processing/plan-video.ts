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

/** More frames a second than this are not seen on a phone. */
const MAX_FRAME_RATE = 60;
/** For a film that does not say: as most cameras do. */
const USUAL_FRAME_RATE = 30;
/** The poster is from a tenth of the film, where it has begun; of a long one from its first minute. */
const POSTER_AT = 0.1;
const POSTER_LATEST_S = 60;
/** Where the container measures its length, a stream that is shorter than this part of it was cut off. */
const WHOLE = 0.9;
/** Beyond that, what containers and clocks differ by: a second, and never more than a quarter of a short film. */
const SLACK_S = 1;
const EXACT = ['mov', 'matroska', 'wav', 'flac', 'aiff'];

/** What is made of a film. */
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

/** Frames a second with at most three places: 29.97 stays 29.97. */
export function frameRateOf(told: number | undefined): number {
  const rate = told === undefined || told < 1 ? USUAL_FRAME_RATE : Math.min(told, MAX_FRAME_RATE);
  return Math.round(rate * 1000) / 1000;
}

/** What is made of a film, by what it says of itself; throws ProcessingError `too-long`. Without a picture it is a sound, whatever its name says. */
export function planVideo({ seconds, video }: MediaProbe): VideoPlan {
  if (seconds !== undefined && seconds > MAX_DURATION_S) throw new ProcessingError('too-long');
  if (!video) return { kind: 'sound' };
  const size = { width: video.width, height: video.height };
  return {
    kind: 'video',
    size,
    variants: variantsFor(size),
    frameRate: frameRateOf(video.frameRate),
    poster: { at: Math.min((seconds ?? 0) * POSTER_AT, POSTER_LATEST_S), size: screenSize(size) },
    grid: gridSize(size),
  };
}

/** Throws ProcessingError where a film played for far less time than its container announces: its end is missing. */
export function requireComplete(demuxer: string, announced: number | undefined, measured: number): void {
  if (
    announced !== undefined &&
    EXACT.includes(demuxer) &&
    measured < announced * WHOLE - Math.min(SLACK_S, announced / 4)
  )
    throw new ProcessingError('unreadable', `${measured.toFixed(1)} of ${announced.toFixed(1)} s`);
}
