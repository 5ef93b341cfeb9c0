import { parse } from 'csv-parse/sync';
import { compact, nameOf } from '@maru/model';
import type { LocalFile } from '../local-file.ts';
import { readText } from '../read-text.ts';

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

const stemOf = (name: string): string => name.replace(/\.csv$/i, '');

type CsvRow = Readonly<Record<string, string>>;

async function readCsv(file: LocalFile): Promise<readonly CsvRow[]> {
  try {
    return parse<CsvRow>(await readText(file, MAX_CSV_BYTES), {
      bom: true,
      columns: true,
      relaxColumnCount: true,
      skipEmptyLines: true,
    });
  } catch {
    return [];
  }
}

/** The last folder of a path, and the one that it is in. */
const splitFolder = (folder = ''): { parent: string; last: string } => {
  const at = folder.lastIndexOf('/');
  return { parent: folder.slice(0, Math.max(0, at)), last: folder.slice(at + 1) };
};
const keyOf = (folder: string, name: string | undefined): string => `${folder}/${(name ?? '').normalize('NFC').trim()}`;

/**
 * Completes the files of iCloud exports by their CSV files: the date in iCloud, which people may have corrected, and albums. Names are not unique: dates are
 * those of the same folder, and an album takes a name only if one file of its part of the export, or of all parts, has it. Returns all files; other ones as they
 * are.
 */
export async function readICloud(files: readonly LocalFile[]): Promise<LocalFile[]> {
  const csv = files.filter(({ type, name }) => type === 'not-media' && /\.csv$/i.test(name));
  const details = csv.filter(({ name }) => DETAILS.test(name));
  if (details.length === 0) return [...files];
  const rows = new Map<string, CsvRow>();
  for (const file of details)
    for (const row of await readCsv(file)) rows.set(keyOf(file.folder ?? '', row['imgName']), row);
  const rowOf = (file: LocalFile): CsvRow | undefined => rows.get(keyOf(file.folder ?? '', file.name));

  const byName = new Map<string, LocalFile[]>();
  for (const file of files) if (rowOf(file)) byName.set(file.name, [...(byName.get(file.name) ?? []), file]);
  const parts = new Set(details.map(({ folder }) => splitFolder(folder).parent));
  const albums = new Map<LocalFile, string[]>();
  const lists = csv.filter(
    ({ folder, name }) => splitFolder(folder).last === 'Albums' && !NO_ALBUMS.test(stemOf(name)),
  );
  for (const list of lists) {
    const title = nameOf(stemOf(list.name));
    const { parent } = splitFolder(list.folder);
    if (title === undefined) continue;
    for (const row of await readCsv(list)) {
      const name = (row['Images'] ?? row['imgName'] ?? row['imageName'] ?? '').normalize('NFC').trim();
      const named = byName.get(name) ?? [];
      const near = named.filter(({ folder }) => splitFolder(folder).parent === parent);
      const [only, ...others] = near.length > 0 ? near : named;
      if (only && others.length === 0) albums.set(only, [...(albums.get(only) ?? []), title]);
    }
  }
  const sources = new Set([...details, ...lists]);
  return files.map((file): LocalFile => {
    if (sources.has(file)) return { ...file, type: 'sidecar' };
    const { parent, last } = splitFolder(file.folder);
    if (last === 'Recently Deleted' && parts.has(parent)) return { ...file, type: 'in-trash' };
    const row = rowOf(file);
    if (!row) return file;
    // The folders are those of the export.
    const { folder: _, ...rest } = file;
    if (row['deleted'] === 'yes') return { ...rest, type: 'in-trash' };
    if (row['hidden'] === 'yes') return { ...rest, type: 'hidden' };
    const takenAt = instantOf(row['originalCreationDate'] ?? '');
    const sidecar = takenAt === undefined ? undefined : { takenAt };
    return compact({ ...rest, albums: albums.get(file), sidecar });
  });
}
