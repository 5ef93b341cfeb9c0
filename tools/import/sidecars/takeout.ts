import { compact, folderOf, readTakeout as read, sidecarOfTakeout, type TakeoutMedia } from '@maru/model';
import type { LocalFile } from '../local-file.ts';
import { readText } from '../read-text.ts';

/** A file of an export with what Google Photos knew about it. The folder of an album names the album; that of a year is ignored. */
function described(file: LocalFile, { album, source, isAmbiguous }: TakeoutMedia<LocalFile>): LocalFile {
  const { folder: _, ...rest } = file;
  const known = { ...rest, folder: folderOf(album ?? ''), albums: album === undefined ? undefined : [album] };
  if (!source) return compact({ ...known, unmatched: isAmbiguous ? ('ambiguous' as const) : ('missing' as const) });
  const { item, file: json, rule } = source;
  if (item.isTrashed) return compact({ ...known, type: 'in-trash' as const });
  const isFavourite = item.isFavourite ? (true as const) : undefined;
  return compact({ ...known, sidecar: sidecarOfTakeout(item), isFavourite, matchedBy: { file: json.path, rule } });
}

/** Completes the files of Google Photos exports by their JSON files: date, caption, place, people and album. Returns all files; other ones as they are. */
export async function readTakeout(files: readonly LocalFile[]): Promise<LocalFile[]> {
  const { media, jsonFiles, unused, ambiguous, broken } = await read(files, readText);
  const isUnused = new Set([...unused, ...ambiguous, ...broken]);
  return files.map((file): LocalFile => {
    const known = media.get(file);
    if (isUnused.has(file)) return { ...file, type: 'unused-sidecar' };
    if (jsonFiles.has(file)) return { ...file, type: 'sidecar' };
    return known ? described(file, known) : file;
  });
}
