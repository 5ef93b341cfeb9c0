import type { AppCheckToken, ProgramClaims, ProgramPerson, Uid } from '@maru/model';

/** Creates the credentials of programs. */
export interface Sessions {
  /** The person of an account, with their verified address; undefined if the account does not exist or is disabled. */
  person: (uid: Uid) => Promise<ProgramPerson | undefined>;
  /** A custom token with these claims. Signing in with it creates the user `program`. */
  customToken: (program: Uid, claims: ProgramClaims) => Promise<string>;
  /** An App Check token for our web app; undefined where App Check is off. */
  appCheckToken: () => Promise<AppCheckToken | undefined>;
}
