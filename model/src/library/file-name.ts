import { MAX_FILE_NAME } from '../limits.ts';

/** A file's own name as an item keeps it: NFC, without NUL, and where it is longer than `MAX_FILE_NAME`, cut in the middle. */
export function fileNameOf(name: string): string {
  const own = name.normalize('NFC').replaceAll('\0', '');
  if (own === '') return '?';
  if (own.length <= MAX_FILE_NAME) return own;
  const tail = own.slice(-40);
  const whole = (part: string): string => part.replace(/[\ud800-\udbff]$/, '');
  return `${whole(own.slice(0, MAX_FILE_NAME - 1 - tail.length))}…${tail.replace(/^[\udc00-\udfff]/, '')}`;
}
