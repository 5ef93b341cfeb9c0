import { MAX_FOLDER } from '../limits.ts';

/**
 * Where a file lay, as an item keeps it: the folders below what somebody chose, joined by `/`, NFC, without NUL. Of a path that is
 * longer than `MAX_FOLDER` the last folders stay, which are nearest to the file; undefined where there is none.
 */
export function folderOf(path: string): string | undefined {
  const names = path
    .normalize('NFC')
    .replaceAll('\0', '')
    .split('/')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== '.' && name !== '..');
  while (names.join('/').length > MAX_FOLDER) names.shift();
  return names.length > 0 ? names.join('/') : undefined;
}

/** The folder of a file by its path below what was chosen: `File.webkitRelativePath`, which some browsers lack and which is empty for a single file. */
export const folderOfFile = (path: string | undefined): string | undefined =>
  folderOf((path ?? '').split('/').slice(0, -1).join('/'));
