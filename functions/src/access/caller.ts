import { ApiError, type Program, type Uid } from '@maru/model';

/** The caller, from the verified ID token. */
export interface Caller {
  readonly uid: Uid;
  /** In lower case; only if the identity provider verified it. */
  readonly address?: string;
  readonly name?: string;
  /** An https URL. */
  readonly photo?: string;
  /** The program that calls as this person, and the uid of its own Auth user; absent in the app. */
  readonly program?: Program;
  readonly programUid?: Uid;
}

/** The caller's verified address; throws ApiError without one. */
export function verifiedAddress(caller: Caller): string {
  if (caller.address === undefined) throw new ApiError('unverified');
  return caller.address;
}
