import type { Sidecar } from '../library/sidecar.ts';
import { nameOf } from '../library/name.ts';
import type { ExportFile } from '../takeout/read-takeout.ts';
import { parseCsv, type CsvRow } from './csv.ts';

/** `Photo Details.csv` of ten thousand photos has about one megabyte. */
const MAX_CSV_BYTES = 32 << 20;
const DETAILS = /^photo details(?:-\d+)?\.csv$/i;
/** The lists that are no albums. */
const NO_ALBUMS = /^(?:favorites|hidden)$/i;

/** The parts of `Saturday June 4,2022 12:11 PM GMT`. */
const DATE = /^\w+ (\w+ \d{1,2}),(\d{4}) (\d{1,2}):(\d\d) ([AP])M GMT$/;

/** An instant of iCloud, to the minute, as ms since 1970. */
export function instantOf(text: string): number | undefined {
  const [, day, year, hour, minute, half] = DATE.exec(text.trim()) ?? [];
  const midnight = Date.parse(`${String(day)}, ${String(year)} UTC`);
  if (Number.isNaN(midnight)) return undefined;
  return midnight + (((Number(hour) % 12) + (half === 'P' ? 12 : 0)) * 60 + Number(minute)) * 60_000;
}

/** What iCloud knew about a photo, video or sound. */
export interface ICloudMedia<F> {
  /** The list that says so; absent for what was in the trash. */
  readonly source?: F;
  /** The titles of its albums. */
  readonly albums: readonly string[];
  readonly sidecar?: Sidecar;
  readonly isFavourite: boolean;
  /** It was in the trash or in the hidden album, and stays out. */
  readonly leftOut?: 'in-trash' | 'hidden';
}

/** An iCloud export, in one or several parts. Files that are in neither list are not of the export. */
export interface ICloudExport<F> {
  readonly media: ReadonlyMap<F, ICloudMedia<F>>;
  /** The CSV files that describe photos and albums. */
  readonly lists: ReadonlySet<F>;
}

/** The last name in the path of a folder, and the path before it. */
function splitFolder(folder = ''): { parent: string; last: string } {
  const at = folder.lastIndexOf('/');
  return { parent: folder.slice(0, Math.max(0, at)), last: folder.slice(at + 1) };
}

const stemOf = (name: string): string => name.replace(/\.csv$/i, '');
const nameIn = (cell = ''): string => cell.normalize('NFC').trim();
const keyOf = ({ folder = '' }: ExportFile, name: string | undefined): string => `${folder}/${nameIn(name)}`;

/**
 * Reads iCloud exports by their CSV files: the date in iCloud, which people may have corrected, albums and favourites. Names are not unique: dates are those of
 * the same folder, and an album takes a name only if one file of its part of the export, or of all parts, has it. `readText` rejects for a file that has more
 * than `maxBytes` or cannot be read.
 */
export async function readICloud<F extends ExportFile>(
  files: readonly F[],
  readText: (file: F, maxBytes: number) => Promise<string>,
): Promise<ICloudExport<F>> {
  const csv = files.filter(({ type, name }) => type === 'not-media' && /\.csv$/i.test(name));
  const detailLists = csv.filter(({ name }) => DETAILS.test(name));
  if (detailLists.length === 0) return { media: new Map(), lists: new Set() };
  const rowsIn = async (file: F): Promise<readonly CsvRow[]> => {
    try {
      return parseCsv(await readText(file, MAX_CSV_BYTES));
    } catch {
      // It cannot be read, or has more quotes in a cell than the engine can match.
      return [];
    }
  };
  const details = new Map<string, { readonly list: F; readonly row: CsvRow }>();
  for (const list of detailLists)
    for (const row of await rowsIn(list)) details.set(keyOf(list, row['imgName']), { list, row });
  const detailsOf = (file: F) => details.get(keyOf(file, file.name));

  const byName = new Map<string, F[]>();
  for (const file of files.filter(detailsOf)) {
    const name = nameIn(file.name);
    byName.set(name, [...(byName.get(name) ?? []), file]);
  }
  const albums = new Map<F, string[]>();
  const lists = csv.filter(
    ({ folder, name }) => splitFolder(folder).last === 'Albums' && !NO_ALBUMS.test(stemOf(name)),
  );
  for (const list of lists) {
    const title = nameOf(stemOf(list.name));
    const { parent } = splitFolder(list.folder);
    if (title === undefined) continue;
    for (const row of await rowsIn(list)) {
      const named = byName.get(nameIn(row['Images'] ?? row['imgName'] ?? row['imageName'])) ?? [];
      const near = named.filter(({ folder }) => splitFolder(folder).parent === parent);
      const [only, ...others] = near.length > 0 ? near : named;
      if (only && others.length === 0) albums.set(only, [...(albums.get(only) ?? []), title]);
    }
  }

  const parts = new Set(detailLists.map(({ folder }) => splitFolder(folder).parent));
  const media = files.flatMap((file): [F, ICloudMedia<F>][] => {
    const { parent, last } = splitFolder(file.folder);
    const { list, row } = detailsOf(file) ?? {};
    const isDeleted = (last === 'Recently Deleted' && parts.has(parent)) || row?.['deleted'] === 'yes';
    if (isDeleted) return [[file, { albums: [], isFavourite: false, leftOut: 'in-trash' }]];
    if (!row || !list) return [];
    const takenAt = instantOf(row['originalCreationDate'] ?? '');
    return [
      [
        file,
        {
          ...{ source: list, albums: albums.get(file) ?? [], isFavourite: row['favorite'] === 'yes' },
          ...(takenAt !== undefined && { sidecar: { takenAt } }),
          ...(row['hidden'] === 'yes' && { leftOut: 'hidden' }),
        },
      ],
    ];
  });
  return { media: new Map(media), lists: new Set([...detailLists, ...lists]) };
}
