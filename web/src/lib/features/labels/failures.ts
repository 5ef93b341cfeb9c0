import type { Failure } from '@maru/model';
import { m } from '#lib/paraglide/messages.js';

/** Why processing failed, and what to do next. */
export const FAILURE_MESSAGES: Record<Failure, () => string> = {
  empty: m.failure_empty,
  'too-large': m.failure_too_large,
  'not-media': m.failure_not_media,
  'no-decoder': m.failure_no_decoder,
  unreadable: m.failure_unreadable,
  'too-many-pixels': m.failure_too_many_pixels,
  'too-long': m.failure_too_long,
  damaged: m.failure_damaged,
  'over-quota': m.failure_over_quota,
  'video-quota': m.failure_video_quota,
  'timed-out': m.failure_timed_out,
  'attempts-exhausted': m.failure_attempts,
};
