import type { FileFormat } from '@maru/model';
import type { ImageFormat } from './images.ts';

/** The motion clip of a photo: a local file, and the only demuxer allowed to read it. */
export interface MotionFile {
  readonly file: string;
  readonly demuxer: string;
}

/** Reads media embedded in a photo's file. Malformed content counts as absent. */
export interface EmbeddedMedia {
  /**
   * Writes the embedded preview of a photo without a decoder (RAW, JPEG XL) as a JPEG with the photo's orientation; `nth` counts from 0, the
   * largest. Returns false if there are no more; throws a ProcessingError for a truncated file.
   */
  preview: (file: string, format: ImageFormat, nth: number, to: string) => Promise<boolean>;
  /** Writes the clip of a motion photo to `to`, or returns an animation itself; undefined if there is no motion. */
  motion: (file: string, format: ImageFormat, to: string) => Promise<MotionFile | undefined>;
  /** The content identifier shared by both files of an Apple Live Photo, or undefined. */
  contentIdentifier: (file: string, detected: FileFormat) => Promise<string | undefined>;
}
