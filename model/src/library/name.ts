import { MAX_NAME } from '../limits.ts';

/** Returns whether `text` has no lone surrogate: JSON allows them, but gRPC hangs on them. */
export const isWellFormed = (text: string): boolean => !/\p{Cs}/u.test(text);

// Bidirectional embeddings, overrides and isolates reorder the text around them; tag characters are invisible.
const MISLEADING = /[\u202a-\u202e\u2066-\u2069\u{e0000}-\u{e007f}]/u;
/** More combining marks on one character than any language uses; they would cover the lines above and below. */
const TOO_MANY_MARKS = /\p{M}{5,}/u;

/** Returns whether `text` is safe to display: well-formed, no control, misleading or unassigned characters, few combining marks. */
export const isPlainText = (text: string): boolean =>
  !/[\p{Cc}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/u.test(text) && !MISLEADING.test(text) && !TOO_MANY_MARKS.test(text);

/** Normalizes one line of plain text (NFC, trimmed), which may be empty; undefined if invalid or longer than `max` UTF-16 units. */
export function lineOf(text: string, max: number): string | undefined {
  const line = text.normalize('NFC').trim();
  return isPlainText(line) && line.length <= max ? line : undefined;
}

/** Normalizes lines of plain text (NFC, trimmed), which may be empty; undefined if invalid or longer than `max` UTF-16 units. */
export function textOf(text: string, max: number): string | undefined {
  const lines = text
    .normalize('NFC')
    .trim()
    .replaceAll('\t', ' ')
    .split(/\r\n?|\n/);
  const whole = lines.join('\n');
  return lines.every(isPlainText) && whole.length <= max ? whole : undefined;
}

/**
 * Normalizes the name of a library, album, circle or person; undefined if it is not a line of plain text with a visible character, or
 * longer than `MAX_NAME` UTF-16 units.
 */
export function nameOf(text: string): string | undefined {
  const name = lineOf(text, MAX_NAME);
  // Excludes invisible names such as U+200B or the Hangul filler U+3164.
  return name !== undefined && /[^\p{C}\p{Z}\p{M}\p{DI}]/u.test(name) ? name : undefined;
}

/** Cuts to `max` UTF-16 units, the last of them an ellipsis; never through a surrogate pair. */
export const cut = (text: string, max: number): string =>
  text.length <= max ? text : `${text.slice(0, max - 1).replace(/[\ud800-\udbff]$/, '')}…`;
