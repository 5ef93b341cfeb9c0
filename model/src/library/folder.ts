import { MAX_FOLDER } from '../limits.ts';

/**
 * Normalizes the path of a folder, relative to the selected one: NFC, without NUL, empty and dot segments. A path longer than
 * `MAX_FOLDER` loses its first segments. Returns undefined if nothing remains.
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

/** Returns the folder of a file from its path, such as `File.webkitRelativePath`, which is undefined in some browsers and empty for single files. */
export const folderOfFile = (path: string | undefined): string | undefined =>
  folderOf((path ?? '').split('/').slice(0, -1).join('/'));
