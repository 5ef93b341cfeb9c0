/** Normalizes to one line: NFC, without control characters, with single spaces. */
export const normalizeLine = (text: string | undefined): string =>
  (text ?? '')
    .normalize('NFC')
    .replaceAll(/[\p{C}\s]+/gu, ' ')
    .trim();
