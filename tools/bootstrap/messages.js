/** Whether the locale of the terminal is Korean. @param {NodeJS.ProcessEnv} env */
export function isKorean(env = process.env) {
  return /^ko/i.test(env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || '');
}

/**
 * Returns the message in the language of LANG.
 * @param {string} ko
 * @param {string} en
 */
export function localize(ko, en) {
  return isKorean() ? ko : en;
}

/** An error that the user can act on: a command prints its message without a stack and exits with 1. */
export class UserError extends Error {}

/** Creates a UserError in the language of LANG. @param {string} ko @param {string} en */
export function userError(ko, en) {
  return new UserError(localize(ko, en));
}

/** Prints one line of progress. @param {string} ko @param {string} en */
export function printLine(ko, en) {
  process.stdout.write(`${localize(ko, en)}\n`);
}
