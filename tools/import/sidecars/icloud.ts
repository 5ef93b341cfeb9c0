import { compact, readICloud as read, type ICloudMedia } from '@maru/model';
import type { LocalFile } from '../local-file.ts';
import { readText } from '../read-text.ts';

/** A file of an export with what iCloud knew about it. The folders are those of the export. */
function described(file: LocalFile, { albums, sidecar, isFavourite, leftOut }: ICloudMedia<LocalFile>): LocalFile {
  const { folder: _, ...rest } = file;
  if (leftOut) return { ...rest, type: leftOut };
  return compact({
    ...{ ...rest, sidecar },
    albums: albums.length > 0 ? albums : undefined,
    isFavourite: isFavourite ? (true as const) : undefined,
  });
}

/** Completes the files of iCloud exports by their CSV files: date, albums and favourites. Returns all files; other ones as they are. */
export async function readICloud(files: readonly LocalFile[]): Promise<LocalFile[]> {
  const { media, lists } = await read(files, readText);
  return files.map((file): LocalFile => {
    if (lists.has(file)) return { ...file, type: 'sidecar' };
    const known = media.get(file);
    return known ? described(file, known) : file;
  });
}
