const WORD_JOINER = '\u2060';

/**
 * Inserts a word joiner (U+2060) between a closing quotation mark and a Korean particle, where browsers may break the line even with
 * `word-break: keep-all` (UAX 14, LB19a, Unicode 16).
 */
export const joinParticles = (text: string): string =>
  text.replace(/(?<=[’”」』》])(?=\p{Script=Hangul})/gu, WORD_JOINER);
