import type { Entry } from '@maru/model';

/** The strip of a video, and what is needed to find a frame in it. */
export interface Strip {
  readonly url: string;
  readonly frames: number;
  /** The duration of the video, seconds. */
  readonly duration: number;
  /** Displayed width / height. */
  readonly ratio: number;
}

/** Returns the strip of an entry, if it has one, at this URL. */
export const stripOf = ({ strip: frames, duration, ratio }: Entry, url: string): Strip | undefined =>
  frames === undefined || duration === undefined ? undefined : { url, frames, duration, ratio };
