import type { FileFormat } from '@maru/model';
import type { PictureFormat } from './images.ts';

/** What moves in a photo: a file on this machine, and the demuxer that it is forced to. */
export interface MomentFile {
  readonly file: string;
  readonly demuxer: string;
}

/** Reads what lies in a photo's file besides its picture. What is not as it should be is not there. */
export interface Inside {
  /**
   * Writes the picture that lies in a photo which nothing here decodes, as a JPEG turned as the photo says; `nth` counts from 0,
   * the largest. False where there are no more; throws a Refusal where the file is only the beginning of one.
   */
  preview: (file: string, format: PictureFormat, nth: number, to: string) => Promise<boolean>;
  /** What a motion photo carries, written to `to`, or an animation itself; undefined where nothing moves. */
  moment: (file: string, format: PictureFormat, to: string) => Promise<MomentFile | undefined>;
  /** What both files of an Apple Live Photo carry, in the photo or in the video; undefined where there is none. */
  identifier: (file: string, sniffed: FileFormat) => Promise<string | undefined>;
}
