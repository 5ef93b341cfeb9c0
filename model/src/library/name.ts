import { MAX_NAME } from '../limits.ts';

/** Whether `text` has no surrogate without its other half: gRPC hangs on one, and JSON lets it through. */
export const isWellFormed = (text: string): boolean => !/\p{Cs}/u.test(text);

// Bidirectional embeddings, overrides and isolates reorder the text around them; tag characters are invisible.
const MISLEADING = /[\u202a-\u202e\u2066-\u2069\u{e0000}-\u{e007f}]/u;
/** More combining marks on one character than any language writes: they cover the lines above and below. */
const TOO_MANY_MARKS = /\p{M}{5,}/u;

/** Whether `text` can be shown beside other text: well-formed, without control, misleading or unassigned characters, few combining marks. */
export const isPlainText = (text: string): boolean =>
  !/[\p{Cc}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/u.test(text) && !MISLEADING.test(text) && !TOO_MANY_MARKS.test(text);

/** `text` as one plain line: NFC, trimmed, at most `max` UTF-16 units, maybe empty; undefined when it is none. */
export function lineOf(text: string, max: number): string | undefined {
  const line = text.normalize('NFC').trim();
  return isPlainText(line) && line.length <= max ? line : undefined;
}

/**
 * `text` as the name of a library, an album or a person: one plain line of at most `MAX_NAME` UTF-16 units with something in it
 * that can be seen; undefined when it is none.
 */
export function nameOf(text: string): string | undefined {
  const name = lineOf(text, MAX_NAME);
  // U+200B, or Hangul's filler U+3164, is nothing to tap on.
  return name !== undefined && /[^\p{C}\p{Z}\p{M}\p{DI}]/u.test(name) ? name : undefined;
}
