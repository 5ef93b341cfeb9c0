import { MAX_NAME } from './limits.ts';

/**
 * `text` as the name of a library, an album or a person: NFC, trimmed, of one line, at most `MAX_NAME` UTF-16 units, and with
 * something in it that can be seen; undefined where it is none.
 */
export function nameOf(text: string): string | undefined {
  const name = text.normalize('NFC').trim();
  const isOneLine = !/[\p{Cc}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/u.test(name);
  // U+200B, or Hangul's filler U+3164, is nothing to tap on.
  const isSeen = /[^\p{C}\p{Z}\p{M}\p{DI}]/u.test(name);
  return isOneLine && isSeen && name.length <= MAX_NAME ? name : undefined;
}
