import type { Quality } from './quality.ts';

/** Why playback failed. `gone`: the media was deleted or access was revoked. `unplayable`: this browser cannot decode it. */
export type PlayFailure = 'no-network' | 'gone' | 'unplayable';

/** The source of a stream. `token` returns the current download token; `at` is the start position in seconds. */
export interface StreamSource {
  readonly masterUrl: string;
  readonly token: () => string;
  readonly at: number;
  readonly quality: Quality;
}

/** The events of a stream. Variants are names, best first. */
export interface StreamEvents {
  readonly onvariants: (variants: readonly string[]) => void;
  /** The variant of the last fetched segment. */
  readonly onvariant: (variant: string) => void;
  readonly onfailure: (failure: PlayFailure) => void;
}

/** A stream on a media element. */
export interface Stream {
  /** Plays in another quality from the next segment on. */
  choose(quality: Quality): void;
  /** Frames per second of the variant that is playing; undefined if it is not known. */
  frameRate(): number | undefined;
  /** Detaches the stream from the element. */
  close(): void;
}
