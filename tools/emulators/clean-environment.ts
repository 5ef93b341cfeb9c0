const DROPPED = /^(GOOGLE_APPLICATION_CREDENTIALS|FIREBASE_TOKEN|NODE_OPTIONS|NODE_ENV|TEST|VITEST.*)$/;

/** `from` without what is an account's, a test runner's or a debugger's. */
export function cleanEnvironment(from: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(from).filter(([name]) => !DROPPED.test(name)));
}
