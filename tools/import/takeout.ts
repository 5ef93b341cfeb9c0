import {
  compact,
  cut,
  folderOf,
  matchTakeout,
  MAX_NAME,
  nameOf,
  readTakeoutJson,
  sidecarOfTakeout,
  type TakeoutAlbum,
  type TakeoutItem,
  type TakeoutJson,
  type TakeoutRule,
} from '@maru/model';
import type { LocalFile } from './local-file.ts';
import { readText } from './read-text.ts';

/** The JSON files of an export have some kilobytes; one of an album with a long story has more. */
const MAX_JSON_BYTES = 1 << 20;

/** The folder inside the export, which is the same in all of its parts. */
const exportFolder = (folder = ''): string => folder.slice(Math.max(0, folder.lastIndexOf('Takeout/')));

async function readJson(file: LocalFile): Promise<TakeoutJson | undefined> {
  if (file.type !== 'not-media' || !/\.json$/i.test(file.name)) return undefined;
  try {
    return readTakeoutJson(JSON.parse(await readText(file, MAX_JSON_BYTES)));
  } catch {
    return undefined;
  }
}

/** A file by its folder in the export. */
interface ExportedFile {
  readonly file: LocalFile;
  readonly folder: string;
  readonly name: string;
}
type ItemJson = ExportedFile & { readonly item: TakeoutItem };

/** A file of an export with what Google Photos knew about it. A year's folder says nothing; that of an album is the album. */
function described(
  file: LocalFile,
  match: { readonly sidecar: ItemJson; readonly rule: TakeoutRule } | undefined,
  album: TakeoutAlbum | undefined,
): LocalFile {
  const { folder: _, ...rest } = file;
  const title = album && (nameOf(album.title) ?? nameOf(cut(album.title.normalize('NFC'), MAX_NAME)));
  const known = { ...rest, folder: title && folderOf(title), albums: title === undefined ? undefined : [title] };
  if (!match) return compact(known);
  const { item, file: json } = match.sidecar;
  if (item.isTrashed) return compact({ ...known, type: 'in-trash' as const });
  return compact({ ...known, sidecar: sidecarOfTakeout(item), matchedBy: { file: json.path, rule: match.rule } });
}

/**
 * Completes the files of Google Photos exports by their JSON files: date, caption, place, people and album. Its parts may lie in different
 * folders. Returns all files; other ones as they are.
 */
export async function readTakeout(files: readonly LocalFile[]): Promise<LocalFile[]> {
  const all = files.map((file): ExportedFile => ({ file, folder: exportFolder(file.folder), name: file.name }));
  const items: ItemJson[] = [];
  const albumIn = new Map<string, TakeoutAlbum>();
  const jsonFiles = new Set<LocalFile>();
  for (const one of all) {
    const json = await readJson(one.file);
    if (!json) continue;
    jsonFiles.add(one.file);
    if ('item' in json) items.push({ ...one, item: json.item });
    else albumIn.set(one.folder, json.album);
  }
  const folders = new Set(items.map(({ folder }) => folder));
  if (folders.size === 0) return [...files];
  const media = all.filter(({ file, folder }) => file.type === 'media' && folders.has(folder));
  const matchOf = new Map(matchTakeout(media, items).matches.map((match) => [match.file, match]));
  const isExported = new Set(media);
  return all.map((one): LocalFile => {
    if (jsonFiles.has(one.file)) return { ...one.file, type: 'sidecar' };
    return isExported.has(one) ? described(one.file, matchOf.get(one), albumIn.get(one.folder)) : one.file;
  });
}
