import { isUnreachable } from './unreachable.ts';

/** Why the API refuses a call. The web app has a message for each code and displays nothing else of an error. */
export const API_ERROR_CODES = [
  'unauthenticated',
  'unverified',
  'forbidden',
  'not-found',
  'invalid-request',
  /** A limit on the number of documents is reached. */
  'limit-reached',
  /** There is no room for more items at this place of an album ordered by hand: move the items next to it first. */
  'gap-full',
  /** Only a complete video that is in an album can be split, and no section of one. */
  'not-splittable',
  /** The caller exceeded the endpoint's rate; a later call succeeds. */
  'rate-limited',
  /** App Check: the call does not come from this app. */
  'app-check-failed',
  /** A library must keep at least one owner. */
  'last-owner',
  'invite-expired',
  'invite-used',
  /** The invite is for another email address. */
  'wrong-person',
] as const;

export type ApiErrorCode = (typeof API_ERROR_CODES)[number];

/** Returns whether `value` is an error code. */
export const isApiErrorCode = (value: unknown): value is ApiErrorCode => API_ERROR_CODES.some((code) => code === value);

/** An expected refusal of a call. The API responds with its code; any other error becomes `internal`. */
export class ApiError extends Error {
  readonly code: ApiErrorCode;
  constructor(code: ApiErrorCode, detail?: string) {
    super(detail === undefined ? code : `${code}: ${detail}`);
    this.name = 'ApiError';
    this.code = code;
  }
}

/** Whether the same call can succeed later: the server could not be reached, or the caller exceeded the endpoint's rate. */
export const isTemporary = (error: unknown): boolean =>
  isUnreachable(error) || (error instanceof ApiError && error.code === 'rate-limited');
