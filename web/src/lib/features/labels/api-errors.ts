import type { ApiErrorCode } from '@maru/model';
import { m } from '#lib/paraglide/messages.js';

/** Why a call was refused, with what to do next. */
export const API_ERROR_MESSAGES: Record<ApiErrorCode, () => string> = {
  'signed-out': m.refusal_signed_out,
  unverified: m.refusal_unverified,
  'may-not': m.refusal_may_not,
  'not-found': m.refusal_not_found,
  'bad-input': m.refusal_bad_input,
  'too-many': m.refusal_too_many,
  'too-often': m.refusal_too_often,
  'not-the-app': m.refusal_not_the_app,
  'last-owner': m.refusal_last_owner,
  'invite-over': m.refusal_invite_over,
  'invite-used': m.refusal_invite_used,
  'wrong-person': m.refusal_wrong_person,
};
