import { MAX_FILE_NAME } from '../limits.ts';

const NOT_PLAIN = /[\p{Cc}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069\u{e0000}-\u{e007f}]/gu;

/** A file's own name as an item keeps it: NFC, plain text (see `isPlainText`), and cut in the middle when it is longer than `MAX_FILE_NAME`. */
export function fileNameOf(name: string): string {
  const own = name
    .normalize('NFC')
    .replaceAll(NOT_PLAIN, '')
    .replaceAll(/(\p{M}{4})\p{M}+/gu, '$1');
  if (own === '') return '?';
  if (own.length <= MAX_FILE_NAME) return own;
  const tail = own.slice(-40);
  const whole = (part: string): string => part.replace(/[\ud800-\udbff]$/, '');
  return `${whole(own.slice(0, MAX_FILE_NAME - 1 - tail.length))}…${tail.replace(/^[\udc00-\udfff]/, '')}`;
}
