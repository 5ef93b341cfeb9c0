const WORD_JOINER = '\u2060';

/**
 * Puts a word joiner (U+2060) between a closing quotation mark and the Korean particle after it: browsers may break the line
 * there, also with `word-break: keep-all` (UAX 14, LB19a, Unicode 16). It leaves text that has one already as it is.
 */
export const joinParticles = (text: string): string =>
  text.replace(/(?<=[’”」』》])(?=\p{Script=Hangul})/gu, WORD_JOINER);
