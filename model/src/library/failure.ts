/** Why an item could not be made. Stored in the item; its words are a table in the web app and in the importer. */
export const FAILURES = [
  /** No bytes at all. */
  'empty',
  /** More bytes than `MAX_ORIGINAL_BYTES`; of a picture more than `MAX_PICTURE_BYTES` or `MAX_HEIF_BYTES`. */
  'too-large',
  /** The bytes are of no photo, video or sound that we know, whatever the name says. */
  'not-media',
  /** We know what it is and have no decoder for it (SVG). */
  'no-decoder',
  /** It begins like a picture, video or sound, and cannot be read to its end. */
  'unreadable',
  /** More pixels than `MAX_PIXELS`, `MAX_BUFFERED_PIXELS` or `MAX_HEIC_PIXELS` allow, or more frames than `MAX_PAGES`. */
  'too-many-pixels',
  /** Longer than `MAX_DURATION_S`. */
  'too-long',
  /** The bytes that arrived are not the bytes that the id names. The next who brings them takes over. */
  'damaged',
  /** The library is full, or whoever brought it has brought too much today. Its bytes are gone: who brings them again takes over. */
  'over-quota',
  /** A guest's, who has brought as much video today as a day allows. */
  'enough-video',
  /** Making it passed its time limit. */
  'took-too-long',
  /** Retries are used up after errors that nobody foresaw. */
  'gave-up',
] as const;

export type Failure = (typeof FAILURES)[number];

/** True where `value` is one of the codes. */
export const isFailure = (value: unknown): value is Failure => FAILURES.some((code) => code === value);

/** Failures that trying again with the same bytes may mend. */
export const isRetryable = (failure: Failure): boolean =>
  failure === 'took-too-long' || failure === 'gave-up' || failure === 'no-decoder' || failure === 'unreadable';

/** An expected refusal on the way of an item: a pipeline turns it into the state `failed`; it is never retried. */
export class ProcessingError extends Error {
  readonly failure: Failure;
  constructor(failure: Failure, detail?: string) {
    super(detail === undefined ? failure : `${failure}: ${detail}`);
    this.name = 'ProcessingError';
    this.failure = failure;
  }
}
