import { ApiError } from '@maru/model/api/error';
import { Unreachable } from '@maru/model/api/unreachable';
import type { LiveFailure } from './cloud.ts';

/** The code of an SDK error (`auth/popup-blocked`, `permission-denied`); empty for anything else. */
export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

/** Why a listener ended. */
export const failureOf = (error: unknown): LiveFailure =>
  codeOf(error) === 'permission-denied' ? 'forbidden' : 'broken';

/** The error with which a read or write of `Cloud` rejects. */
export function refusalOf(error: unknown): unknown {
  if (codeOf(error) === 'permission-denied') return new ApiError('forbidden');
  return codeOf(error) === 'unavailable' ? new Unreachable(error) : error;
}
