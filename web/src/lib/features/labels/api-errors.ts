import type { ApiErrorCode } from '@maru/model';
import { m } from '#lib/paraglide/messages.js';

/** Why a call was refused, and what to do next. */
export const API_ERROR_MESSAGES: Record<ApiErrorCode, () => string> = {
  'signed-out': m.api_error_signed_out,
  unverified: m.api_error_unverified,
  'may-not': m.api_error_forbidden,
  'not-found': m.api_error_not_found,
  'bad-input': m.api_error_bad_input,
  'too-many': m.api_error_too_many,
  'too-often': m.api_error_rate_limit,
  'not-the-app': m.api_error_not_the_app,
  'last-owner': m.api_error_last_owner,
  'invite-over': m.api_error_invite_over,
  'invite-used': m.api_error_invite_used,
  'wrong-person': m.api_error_wrong_person,
};
