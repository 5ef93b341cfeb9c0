const DROPPED = /^(GOOGLE_APPLICATION_CREDENTIALS|FIREBASE_TOKEN|NODE_OPTIONS|NODE_ENV|TEST|VITEST.*)$/;

/** Returns `from` without the variables of accounts, test runners and debuggers. */
export function cleanEnvironment(from: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(from).filter(([name]) => !DROPPED.test(name)));
}
