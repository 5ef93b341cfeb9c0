import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
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
  type TakeoutRule,
} from '@maru/model';
import type { LocalFile } from './local-file.ts';
import { readEntryText } from './zip-files.ts';

/** The JSON files of an export have some kilobytes; one of an album with a long story has more. */
const MAX_JSON_BYTES = 1 << 20;

/** The folder inside the export, which is the same in all of its parts. */
const exportFolder = (folder = ''): string => folder.slice(Math.max(0, folder.lastIndexOf('Takeout/')));

async function readJson({ path, inZip, name, size, type }: LocalFile): Promise<ReturnType<typeof readTakeoutJson>> {
  if (type !== 'not-media' || size > MAX_JSON_BYTES || !/\.json$/i.test(name)) return undefined;
  try {
    return readTakeoutJson(JSON.parse(inZip ? await readEntryText(inZip.entry) : await readFile(path, 'utf8')));
  } catch {
    return undefined;
  }
}

interface FoundJson {
  readonly file: LocalFile;
  readonly folder: string;
  readonly name: string;
}
type FoundItem = FoundJson & { readonly item: TakeoutItem };
type FoundAlbum = FoundJson & { readonly album: TakeoutAlbum };

/** A file of an export with what Google Photos knew about it. A year's folder says nothing; that of an album is the album. */
function described(
  file: LocalFile,
  match: { readonly sidecar: FoundItem; readonly rule: TakeoutRule } | undefined,
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
  const items: FoundItem[] = [];
  const albums: FoundAlbum[] = [];
  for (const file of files) {
    const json = await readJson(file);
    const found = { file, folder: exportFolder(file.folder), name: basename(file.path) };
    if (json && 'item' in json) items.push({ ...found, item: json.item });
    else if (json) albums.push({ ...found, album: json.album });
  }
  const exported = new Set(items.map(({ folder }) => folder));
  if (exported.size === 0) return [...files];
  const albumIn = new Map(albums.map(({ folder, album }) => [folder, album]));
  const jsonFiles = new Set([...items, ...albums].map(({ file }) => file));
  const media = files
    .filter(({ type, folder }) => type === 'media' && exported.has(exportFolder(folder)))
    .map((file) => ({ file, folder: exportFolder(file.folder), name: basename(file.path) }));
  const matchOf = new Map(matchTakeout(media, items).matches.map((match) => [match.file.file, match]));
  const isExported = new Set(media.map(({ file }) => file));
  return files.map((file) => {
    if (jsonFiles.has(file)) return { ...file, type: 'sidecar' as const };
    return isExported.has(file) ? described(file, matchOf.get(file), albumIn.get(exportFolder(file.folder))) : file;
  });
}
