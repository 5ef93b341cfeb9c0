/** Why an item could not be processed. Stored in the item; the web app and the importer have a message for each. */
export const FAILURES = [
  /** The file has no bytes. */
  'empty',
  /** More bytes than `MAX_ORIGINAL_BYTES`; for images, more than `MAX_IMAGE_BYTES` or `MAX_HEIF_BYTES`. */
  'too-large',
  /** The bytes are not a known photo, video or sound, whatever the file name says. */
  'not-media',
  /** A known format without a decoder (SVG). */
  'no-decoder',
  /** The file starts like a photo, video or sound but cannot be decoded. */
  'unreadable',
  /** More pixels than `MAX_PIXELS`, `MAX_BUFFERED_PIXELS` or `MAX_HEIC_PIXELS` allow, or more frames than `MAX_PAGES`. */
  'too-many-pixels',
  /** Longer than `MAX_DURATION_S`. */
  'too-long',
  /** The uploaded bytes do not match the id. Anybody can upload the file again. */
  'damaged',
  /** The library or the uploader's daily quota is full. The bytes were deleted; anybody can upload the file again. */
  'over-quota',
  /** The guest has reached the daily limit for video. */
  'video-quota',
  /** Processing exceeded its time limit. */
  'timed-out',
  /** Processing failed with unexpected errors in every attempt. */
  'attempts-exhausted',
] as const;

export type Failure = (typeof FAILURES)[number];

/** Returns whether `value` is a failure code. */
export const isFailure = (value: unknown): value is Failure => FAILURES.some((code) => code === value);

/** Returns whether processing the same bytes again may succeed. */
export const isRetryable = (failure: Failure): boolean =>
  failure === 'timed-out' || failure === 'attempts-exhausted' || failure === 'no-decoder' || failure === 'unreadable';

/** An expected error in processing: the item becomes `failed` with this code, without a retry. */
export class ProcessingError extends Error {
  readonly failure: Failure;
  constructor(failure: Failure, detail?: string) {
    super(detail === undefined ? failure : `${failure}: ${detail}`);
    this.name = 'ProcessingError';
    this.failure = failure;
  }
}
