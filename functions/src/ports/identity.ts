/** Verifies the tokens of API calls. */
export interface Identity {
  /** The claims of a valid Firebase ID token, undefined for any other text. */
  claimsOf: (idToken: string) => Promise<Readonly<Record<string, unknown>> | undefined>;
  /** Whether this is a valid App Check token of our web app: the project may have others. */
  isOurApp: (appCheckToken: string) => Promise<boolean>;
}
