/** Why the API refuses a call. Each code has its words in the web app; no other text reaches a person. */
export const API_ERROR_CODES = [
  'unauthenticated',
  'unverified',
  'forbidden',
  'not-found',
  'invalid-request',
  /** There is no room for one more. */
  'limit-reached',
  /** The caller passed the endpoint's rate; a later call succeeds. */
  'rate-limited',
  /** The call did not come from our page (App Check). */
  'app-check-failed',
  /** A library has at least one owner. */
  'last-owner',
  'invite-expired',
  'invite-used',
  /** The invite is for another address. */
  'wrong-person',
] as const;

export type ApiErrorCode = (typeof API_ERROR_CODES)[number];

/** True when `value` is one of the codes. */
export const isApiErrorCode = (value: unknown): value is ApiErrorCode => API_ERROR_CODES.some((code) => code === value);

/** An expected refusal of a call. The API answers it with its code; every other error is answered as `internal`. */
export class ApiError extends Error {
  readonly code: ApiErrorCode;
  constructor(code: ApiErrorCode, detail?: string) {
    super(detail === undefined ? code : `${code}: ${detail}`);
    this.name = 'ApiError';
    this.code = code;
  }
}
