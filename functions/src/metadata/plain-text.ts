/** Normalizes to one line: NFC, without control characters, with single spaces. */
export const tidy = (text: string | undefined): string =>
  (text ?? '')
    .normalize('NFC')
    .replaceAll(/[\p{C}\s]+/gu, ' ')
    .trim();

/** Cuts to `max` UTF-16 units, the last of them an ellipsis; never through a surrogate pair. */
export const cut = (text: string, max: number): string =>
  text.length <= max ? text : `${text.slice(0, max - 1).replace(/[\ud800-\udbff]$/, '')}…`;
