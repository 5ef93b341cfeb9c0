import { MAX_NAME } from '../limits.ts';

/** Whether `text` has no surrogate without its other half: gRPC hangs on one, and JSON lets it through. */
export const isWellFormed = (text: string): boolean => !/\p{Cs}/u.test(text);

/** `text` as one line: NFC, trimmed, at most `max` UTF-16 units, maybe empty; undefined where it is none. */
export function lineOf(text: string, max: number): string | undefined {
  const line = text.normalize('NFC').trim();
  return !/[\p{Cc}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/u.test(line) && line.length <= max ? line : undefined;
}

/**
 * `text` as the name of a library, an album or a person: NFC, trimmed, of one line, at most `MAX_NAME` UTF-16 units, and with
 * something in it that can be seen; undefined where it is none.
 */
export function nameOf(text: string): string | undefined {
  const name = lineOf(text, MAX_NAME);
  // U+200B, or Hangul's filler U+3164, is nothing to tap on.
  return name !== undefined && /[^\p{C}\p{Z}\p{M}\p{DI}]/u.test(name) ? name : undefined;
}
