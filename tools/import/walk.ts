import { open, readdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, matchesGlob, relative, resolve, sep } from 'node:path';
import {
  compact,
  folderOf,
  groupRecordings,
  hasMediaExtension,
  HEAD_BYTES,
  isIgnored,
  isPicasaFile,
  sniff,
} from '@maru/model';
import type { LocalFile } from './local-file.ts';
import { listZip } from './zip-files.ts';

async function read(path: string, start: number, end: number): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(end - start), 0, end - start, start);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

async function inspect(file: Omit<LocalFile, 'type'>): Promise<LocalFile> {
  try {
    const isMedia = hasMediaExtension(file.name) || sniff(await read(file.path, 0, HEAD_BYTES)) !== undefined;
    return { ...file, type: isMedia ? 'media' : 'not-media' };
  } catch {
    return { ...file, type: 'unreadable' };
  }
}

async function walk(path: string, seen: Set<string>, out: LocalFile[]): Promise<void> {
  const name = basename(path).normalize('NFC');
  const found = await stat(path).catch(() => undefined);
  if (!found) {
    out.push({ path, name, size: 0, type: 'unreadable' });
    return;
  }
  if (found.isFile()) {
    const file = { path, name, size: found.size };
    if (/\.zip$/i.test(name)) out.push(...(await listZip(file)));
    else out.push(await inspect(file));
    return;
  }
  if (!found.isDirectory()) return;
  // A link to a parent folder would loop forever.
  const real = await realpath(path);
  if (seen.has(real)) return;
  seen.add(real);
  const names = await readdir(path).catch(() => undefined);
  if (!names) {
    out.push({ path, name, size: 0, type: 'unreadable' });
    return;
  }
  for (const one of names.filter((all) => !isIgnored(all) || isPicasaFile(all)).sort())
    await walk(join(path, one), seen, out);
}

/** Which files are taken, by globs of the path below the one on the command line; one without `/` is about names. All without `include`. */
export interface Filter {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
}

/** Whether a filter takes the file of this path. Letters match whether capital or not, as file systems of computers and cameras differ. */
export function isTaken({ include, exclude }: Filter, path: string): boolean {
  const fits = (glob: string): boolean =>
    matchesGlob(path.normalize('NFC').toLowerCase(), (glob.includes('/') ? glob : `**/${glob}`).toLowerCase());
  return (include.length === 0 || include.some(fits)) && !exclude.some(fits);
}

/** The folder of a file at or below the path `root`. */
const folderBelow = (root: string, path: string): string | undefined =>
  folderOf(relative(resolve(root, '..'), dirname(resolve(path))).replaceAll(sep, '/'));

/** Joins the files of each recording to one file. Those in ZIPs stay alone: without a name, a file belongs to no recording. */
async function joinRecordings(files: readonly LocalFile[]): Promise<LocalFile[]> {
  const candidates = files.map((file) => ({
    ...{ file, name: file.inZip ? '' : file.name, folder: dirname(resolve(file.path)), size: file.size },
    read: (start: number, end: number) => read(file.path, start, end),
  }));
  return (await groupRecordings(candidates)).map(([first, ...rest]) => {
    if (rest.length === 0) return first.file;
    const size = rest.reduce((sum, next) => sum + next.size, first.size);
    return { ...first.file, furtherPaths: rest.map(({ file }) => file.path), size };
  });
}

/**
 * Lists the files at and below these paths that a filter takes, sorted within folders, without hidden files and system files. The files of one recording
 * are one file.
 */
export async function listFiles(
  paths: readonly string[],
  filter: Filter = { include: [], exclude: [] },
): Promise<LocalFile[]> {
  const out: LocalFile[] = [];
  const seen = new Set<string>();
  for (const root of paths) {
    const below: LocalFile[] = [];
    await walk(root, seen, below);
    // What is included are media; the files that describe them come along.
    const isWanted = ({ path, name, type, problem }: LocalFile): boolean => {
      const include = type === 'not-media' || problem ? [] : filter.include;
      return isTaken({ ...filter, include }, path === root ? name : relative(root, path).replaceAll(sep, '/'));
    };
    out.push(
      ...below
        .filter(isWanted)
        .map((found) => compact({ ...found, folder: found.inZip ? found.folder : folderBelow(root, found.path) })),
    );
  }
  const known = new Set<string>();
  return joinRecordings(out.filter(({ path }) => !known.has(path) && known.add(path)));
}

/** The first of these paths that does not exist, or undefined. */
export async function findMissing(paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) if (!(await stat(path).catch(() => undefined))) return path;
  return undefined;
}
