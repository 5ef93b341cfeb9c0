import { open, readdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, extname, join, relative, resolve, sep } from 'node:path';
import { compact, folderOf, HEAD_BYTES, sniff } from '@maru/model';

/** A file that was found. `media`: its bytes or its ending are a picture's, a video's or a sound's, so it is sent. */
export interface Found {
  readonly path: string;
  /** Its own name, in NFC. */
  readonly name: string;
  /** The folders that it lies in, from the last one of what was asked for on; absent for a file that was asked for itself. */
  readonly folder?: string;
  /** Bytes. */
  readonly size: number;
  readonly is: 'media' | 'not-media' | 'unreadable';
}

/** What systems leave in folders, and nobody means to keep. */
const LITTER = new Set(['thumbs.db', 'ehthumbs.db', 'desktop.ini', '@eadir', '#recycle', '__macosx', '$recycle.bin']);

const isLitter = (name: string): boolean => name.startsWith('.') || LITTER.has(name.toLowerCase());

const ENDINGS = new Set(
  (
    'jpg jpeg jpe png apng gif webp avif heic heif hif tif tiff jxl ' +
    'dng cr2 cr3 nef nrw arw raf orf rw2 rwl pef srw x3f 3fr iiq kdc erf mrw ' +
    'mp4 m4v mov qt 3gp 3g2 avi mkv webm mpg mpeg vob ts mts m2ts wmv asf dv ' +
    'mp3 m4a m4b wav flac ogg oga opus aac amr aif aiff wma'
  ).split(' '),
);

async function headOf(path: string): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

async function look(path: string, size: number): Promise<Found> {
  const name = basename(path).normalize('NFC');
  try {
    const isMedia = ENDINGS.has(extname(name).slice(1).toLowerCase()) || sniff(await headOf(path)) !== undefined;
    return { path, name, size, is: isMedia ? 'media' : 'not-media' };
  } catch {
    return { path, name, size, is: 'unreadable' };
  }
}

async function walk(path: string, seen: Set<string>, out: Found[]): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (!found) {
    out.push({ path, name: basename(path).normalize('NFC'), size: 0, is: 'unreadable' });
    return;
  }
  if (found.isFile()) {
    out.push(await look(path, found.size));
    return;
  }
  if (!found.isDirectory()) return;
  // A link back to a folder above would go round for ever.
  const real = await realpath(path);
  if (seen.has(real)) return;
  seen.add(real);
  const names = await readdir(path).catch(() => undefined);
  if (!names) {
    out.push({ path, name: basename(path).normalize('NFC'), size: 0, is: 'unreadable' });
    return;
  }
  for (const name of names.filter((one) => !isLitter(one)).sort()) await walk(join(path, name), seen, out);
}

/** The folders of a file that was found at or below `asked`. */
const folderBelow = (asked: string, path: string): string | undefined =>
  folderOf(relative(resolve(asked, '..'), dirname(resolve(path))).replaceAll(sep, '/'));

/** All files at and below these paths, folders in the order of their names; hidden files and systems' litter left out. */
export async function filesOf(paths: readonly string[]): Promise<Found[]> {
  const out: Found[] = [];
  const seen = new Set<string>();
  for (const asked of paths) {
    const below: Found[] = [];
    await walk(asked, seen, below);
    out.push(...below.map((found) => compact({ ...found, folder: folderBelow(asked, found.path) })));
  }
  const known = new Set<string>();
  return out.filter(({ path }) => !known.has(path) && known.add(path));
}

/** The first of these paths that is not there, or undefined. */
export async function missingOf(paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) if (!(await stat(path).catch(() => undefined))) return path;
  return undefined;
}
