/** Why the API refuses a call. Each code has its words in the web app; no other text reaches a person. */
export const API_ERROR_CODES = [
  'signed-out',
  'unverified',
  'may-not',
  'not-found',
  'bad-input',
  /** There is no room for one more. */
  'too-many',
  /** The caller passed the endpoint's rate; a later call succeeds. */
  'too-often',
  /** The call did not come from our page (App Check). */
  'not-the-app',
  /** A library has at least one owner. */
  'last-owner',
  'invite-over',
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
