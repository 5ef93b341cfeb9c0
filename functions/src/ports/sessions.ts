import type { AppCheckToken, ProgramClaims, Uid } from '@maru/model';

/** Creates the credentials of programs. */
export interface Sessions {
  /** A custom token with these claims; undefined if the account does not exist or is disabled. */
  customToken: (uid: Uid, claims: ProgramClaims) => Promise<string | undefined>;
  /** An App Check token for a web app of the project; undefined where App Check is off. */
  appCheckToken: (appId: string) => Promise<AppCheckToken | undefined>;
}
