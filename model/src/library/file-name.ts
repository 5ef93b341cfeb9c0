import { MAX_FILE_NAME } from '../limits.ts';

const NOT_PLAIN = /[\p{Cc}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069\u{e0000}-\u{e007f}]/gu;

/** Normalizes a file name for storage: NFC, plain text (see `isPlainText`), and shortened in the middle to `MAX_FILE_NAME`. */
export function fileNameOf(name: string): string {
  const plain = name
    .normalize('NFC')
    .replaceAll(NOT_PLAIN, '')
    .replaceAll(/(\p{M}{4})\p{M}+/gu, '$1');
  if (plain === '') return '?';
  if (plain.length <= MAX_FILE_NAME) return plain;
  const tail = plain.slice(-40);
  const head = plain.slice(0, MAX_FILE_NAME - 1 - tail.length).replace(/[\ud800-\udbff]$/, '');
  return `${head}…${tail.replace(/^[\udc00-\udfff]/, '')}`;
}

/** Returns the Content-Disposition that saves a response under `fileName`, in any script (RFC 6266, RFC 8187). */
export function attachment(fileName: string): string {
  const escaped = (c: string): string => `%${c.charCodeAt(0).toString(16).toUpperCase()}`;
  return `attachment; filename*=UTF-8''${encodeURIComponent(fileName).replace(/['()*]/g, escaped)}`;
}
