import type { AppCheckToken, ProgramClaims, ProgramPerson, TvClaims, Uid } from '@maru/model';

/** Creates the credentials of programs and TVs. */
export interface Sessions {
  /** The person of an account, with their verified address; undefined if the account does not exist or is disabled. */
  person: (uid: Uid) => Promise<ProgramPerson | undefined>;
  /** A custom token with these claims. Signing in with it creates the user `uid`. */
  customToken: (uid: Uid, claims: ProgramClaims | TvClaims) => Promise<string>;
  /** When the ID tokens of these users, at most 100, were renewed last (ms since 1970); without those that never signed in. */
  lastSeen: (uids: readonly Uid[]) => Promise<ReadonlyMap<Uid, number>>;
  /** An App Check token for our web app; undefined where App Check is off. */
  appCheckToken: () => Promise<AppCheckToken | undefined>;
}
