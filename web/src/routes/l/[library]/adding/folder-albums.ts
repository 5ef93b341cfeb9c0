import type { AlbumId } from '@maru/model/ids';
import type { Audience } from '@maru/model/library/album';
import { folderOfFile } from '@maru/model/library/folder';
import { nameOf } from '@maru/model/library/name';
import type { LibraryView } from '#lib/state/library.svelte.ts';

/** The title of the album for a file: the name of its folder, as `npm run import -- --by-folder` has it. Undefined for a file without. */
function titleOf({ webkitRelativePath }: File): string | undefined {
  const folder = folderOfFile(webkitRelativePath);
  return folder === undefined ? undefined : nameOf(folder.split('/').at(-1) ?? '');
}

/** Groups files by the title of their album; undefined for those without a folder. */
function byFolder(files: readonly File[]): ReadonlyMap<string | undefined, readonly File[]> {
  const groups = new Map<string | undefined, File[]>();
  for (const file of files) {
    const title = titleOf(file);
    const group = groups.get(title);
    if (group) group.push(file);
    else groups.set(title, [file]);
  }
  return groups;
}

/** The names of the folders of files, in the order in which they come. */
export const folderNames = (files: readonly File[]): string[] =>
  [...byFolder(files).keys()].filter((title) => title !== undefined);

/** Albums of a new folder are for the whole library, as those of the importer. */
const AUDIENCE: Audience = { kind: 'library' };

/** Files for one album. `audience`: that of an album which was just created. */
export interface AlbumFiles {
  readonly album: AlbumId;
  readonly files: readonly File[];
  readonly audience?: Audience;
}

/**
 * Finds the album of each folder by its title, and creates those that do not exist; files without a folder go to `otherwise`. Rejects as
 * `createAlbum` does; what was created by then is found the next time.
 */
export async function albumsByFolder(
  view: Pick<LibraryView, 'albums' | 'createAlbum'>,
  otherwise: AlbumId,
  files: readonly File[],
): Promise<AlbumFiles[]> {
  const all: AlbumFiles[] = [];
  for (const [title, some] of byFolder(files)) {
    const known = view.albums?.find(([, album]) => album.title.normalize('NFC') === title);
    if (title === undefined || known) all.push({ album: known?.[0] ?? otherwise, files: some });
    else all.push({ album: await view.createAlbum(title, AUDIENCE), files: some, audience: AUDIENCE });
  }
  return all;
}
