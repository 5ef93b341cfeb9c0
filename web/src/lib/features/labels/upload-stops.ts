import type { Kind, UploadState, UploadRefusal } from '@maru/model';
import { m } from '#lib/paraglide/messages.js';
import { FAILURE_MESSAGES } from './failures.ts';

/** Why an upload stopped, and what to do next. */
const UPLOAD_STOP_MESSAGES: Record<UploadRefusal, () => string> = {
  empty: m.failure_empty,
  'too-large': m.failure_too_large,
  'submission-too-large': m.upload_stop_submission_too_large,
  forbidden: m.upload_stop_forbidden,
  busy: m.upload_stop_busy,
  'daily-limit': m.upload_stop_daily_limit,
  declined: m.upload_stop_declined,
  'unreadable-file': m.upload_stop_unreadable_file,
  refused: m.upload_stop_refused,
};

/** That the library had the file already, by its kind. */
export const DUPLICATE_MESSAGES: Record<Kind | 'unknown', () => string> = {
  photo: m.upload_already,
  video: m.upload_already_video,
  sound: m.upload_already_file,
  unknown: m.upload_already_file,
};

/** The states of an upload. */
export const UPLOAD_STATE_LABELS: Record<UploadState['at'], () => string> = {
  queued: m.upload_queued,
  hashing: m.upload_hashing,
  announcing: m.upload_hashing,
  sending: m.upload_sending,
  paused: m.upload_paused,
  processing: m.upload_processing,
  ready: m.upload_ready,
  failed: m.upload_failed,
  stopped: m.upload_failed,
};

/** Why an upload failed, and what to do next; undefined if it did not. */
export function uploadProblem(state: UploadState): string | undefined {
  if (state.at === 'failed') return FAILURE_MESSAGES[state.failure]();
  return state.at === 'stopped' ? UPLOAD_STOP_MESSAGES[state.stop]() : undefined;
}
