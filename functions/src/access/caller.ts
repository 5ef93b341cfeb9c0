import { ApiError, type Uid } from '@maru/model';

/** Who calls, as the sign-in says; nothing of it comes from the call itself. */
export interface Caller {
  readonly uid: Uid;
  /** In lower case, and only where the sign-in verified it. */
  readonly address?: string;
  readonly name?: string;
  /** An https URL. */
  readonly photo?: string;
}

/** The caller's verified address; throws ApiError where there is none. */
export function verifiedAddress(caller: Caller): string {
  if (caller.address === undefined) throw new ApiError('unverified');
  return caller.address;
}
