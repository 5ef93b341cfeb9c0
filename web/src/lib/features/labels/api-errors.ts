import type { ApiErrorCode } from '@maru/model';
import { m } from '#lib/paraglide/messages.js';

/** Why a call was refused, and what to do next. */
export const API_ERROR_MESSAGES: Record<ApiErrorCode, () => string> = {
  unauthenticated: m.api_error_unauthenticated,
  unverified: m.api_error_unverified,
  forbidden: m.api_error_forbidden,
  'not-found': m.api_error_not_found,
  'invalid-request': m.api_error_invalid_request,
  'limit-reached': m.api_error_limit_reached,
  'gap-full': m.api_error_gap_full,
  'not-splittable': m.api_error_not_splittable,
  'rate-limited': m.api_error_rate_limited,
  'app-check-failed': m.api_error_app_check_failed,
  'last-owner': m.api_error_last_owner,
  'invite-expired': m.api_error_invite_expired,
  'invite-used': m.api_error_invite_used,
  'wrong-person': m.api_error_wrong_person,
};
