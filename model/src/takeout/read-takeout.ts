import { cut, nameOf } from '../library/name.ts';
import { MAX_NAME } from '../limits.ts';
import { extensionOf } from '../media/file-names.ts';
import { matchTakeout, type TakeoutRule } from './match-takeout.ts';
import { readTakeoutJson, type TakeoutAlbum, type TakeoutItem, type TakeoutJson } from './takeout-json.ts';

/** The JSON files of an export have some kilobytes; one of an album with a long story has more. */
const MAX_JSON_BYTES = 1 << 20;
/** JSON files that are read at the same time. */
const READS = 16;

/** A file of an export, in a folder or in a ZIP. */
export interface ExportFile {
  readonly name: string;
  readonly folder?: string;
  readonly type: string;
}

/** What Google Photos knew about an item, the JSON file that says so, and how it was found. */
export interface TakeoutSource<F> {
  readonly file: F;
  readonly item: TakeoutItem;
  readonly rule: TakeoutRule;
}

/** A photo, video or sound of a Google Photos export. */
export interface TakeoutMedia<F> {
  /** The title of the album whose folder it is in. The folder of a year is not an album. */
  readonly album?: string;
  readonly source?: TakeoutSource<F>;
  /** Several JSON files could be its own. */
  readonly isAmbiguous?: true;
}

/** A Google Photos export, in one or several parts. Files that are in neither list are not of the export. */
export interface Takeout<F> {
  readonly media: ReadonlyMap<F, TakeoutMedia<F>>;
  /** The files that describe items and albums. */
  readonly jsonFiles: ReadonlySet<F>;
  /** The JSON files of items whose photo or video is in no part. */
  readonly unused: readonly F[];
  /** The JSON files that describe no file, because several could be the one. */
  readonly ambiguous: readonly F[];
  /** Files that have the name of a JSON file, but not its content. */
  readonly broken: readonly F[];
}

/** The folder inside the export, which is the same in all of its parts. */
const exportFolder = (folder = ''): string => folder.slice(Math.max(0, folder.lastIndexOf('Takeout/')));

/** The content of a JSON file; undefined if it describes neither an item nor an album, `broken` if it is no JSON or too large. */
function parse(text: string | undefined): TakeoutJson | 'broken' | undefined {
  if (text === undefined) return 'broken';
  try {
    return readTakeoutJson(JSON.parse(text));
  } catch {
    return 'broken';
  }
}

/**
 * Finds the Google Photos exports among files: their JSON files, what these say about which file, and the albums. Parts may lie in different
 * folders and ZIPs. `readText` rejects for a file that has more than `maxBytes` or cannot be read; `onread` gets the number of JSON files that were read.
 */
export async function readTakeout<F extends ExportFile>(
  files: readonly F[],
  readText: (file: F, maxBytes: number) => Promise<string>,
  onread: (done: number, all: number) => void = () => undefined,
): Promise<Takeout<F>> {
  const all = files.map((file) => ({ file, folder: exportFolder(file.folder), name: file.name }));
  const items: ((typeof all)[number] & { readonly item: TakeoutItem })[] = [];
  const albumIn = new Map<string, TakeoutAlbum>();
  const jsonFiles = new Set<F>();
  const broken: F[] = [];
  const candidates = all.filter(({ file }) => file.type === 'not-media' && extensionOf(file.name) === 'json');
  for (let at = 0; at < candidates.length; at += READS) {
    const some = candidates.slice(at, at + READS);
    const texts = await Promise.all(some.map(({ file }) => readText(file, MAX_JSON_BYTES).catch(() => undefined)));
    for (const [n, one] of some.entries()) {
      const json = parse(texts[n]);
      if (json === 'broken') broken.push(one.file);
      if (json === undefined || json === 'broken') continue;
      jsonFiles.add(one.file);
      if ('item' in json) items.push({ ...one, item: json.item });
      else albumIn.set(one.folder, json.album);
    }
    onread(Math.min(at + READS, candidates.length), candidates.length);
  }
  const folders = new Set(items.map(({ folder }) => folder));
  if (folders.size === 0) return { media: new Map(), jsonFiles: new Set(), unused: [], ambiguous: [], broken: [] };
  const exported = all.filter(({ file, folder }) => file.type === 'media' && folders.has(folder));
  const { matches, ambiguous, unused } = matchTakeout(exported, items);
  const matchOf = new Map(matches.map((match) => [match.file, match]));
  const open = new Set(ambiguous.map(({ file }) => file));
  const media = exported.map((one): readonly [F, TakeoutMedia<F>] => {
    const match = matchOf.get(one);
    const album = titleOf(albumIn.get(one.folder));
    const source = match && { file: match.sidecar.file, item: match.sidecar.item, rule: match.rule };
    return [
      one.file,
      {
        ...(album !== undefined && { album }),
        ...(source && { source }),
        ...(open.has(one) && { isAmbiguous: true }),
      },
    ];
  });
  const ambiguousJson = new Set(ambiguous.flatMap(({ sidecars }) => sidecars.map(({ file }) => file)));
  return {
    ...{ media: new Map(media), jsonFiles, broken },
    unused: unused.map(({ file }) => file),
    ambiguous: [...ambiguousJson],
  };
}

/** The title of an album as the name of one here; undefined if nothing of it can be shown. */
const titleOf = (album: TakeoutAlbum | undefined): string | undefined =>
  album && (nameOf(album.title) ?? nameOf(cut(album.title.normalize('NFC'), MAX_NAME)));
