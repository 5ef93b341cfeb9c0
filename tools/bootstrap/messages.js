/** Whether this terminal is read in Korean. @param {NodeJS.ProcessEnv} env */
export function isKorean(env = process.env) {
  return /^ko/i.test(env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || '');
}

/**
 * The sentence in the language of LANG.
 * @param {string} ko
 * @param {string} en
 */
export function words(ko, en) {
  return isKorean() ? ko : en;
}

/** What stops a command and is explained by one sentence: shown as it is, without a stack. */
export class Plain extends Error {}

/** @param {string} ko @param {string} en */
export function plain(ko, en) {
  return new Plain(words(ko, en));
}

/** Prints one line of what is going on. @param {string} ko @param {string} en */
export function say(ko, en) {
  process.stdout.write(`${words(ko, en)}\n`);
}
