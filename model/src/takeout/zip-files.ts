import { folderOfFile } from '../library/folder.ts';
import { extensionOf, hasMediaExtension, isIgnored, isPicasaFile } from '../media/file-names.ts';
import { HEAD_BYTES } from '../limits.ts';
import { sniff } from '../media/sniff.ts';
import type { Bytes } from '../upload/platform.ts';
import type { ZipEntry, ZipProblem } from './zip-entry.ts';

/** A file in a ZIP. `media` has the content or the extension of an image, video or sound. */
export interface ZipFile<Target> {
  readonly entry: ZipEntry<Target>;
  /** In NFC. */
  readonly name: string;
  /** In the ZIP, as `folderOfFile` returns it. */
  readonly folder?: string;
  /** Bytes, uncompressed. */
  readonly size: number;
  readonly type: 'media' | 'not-media' | 'unreadable';
  /** Why it is unreadable. */
  readonly problem?: ZipProblem;
}

/** Extensions of what exports add to their media. */
const TEXTS = ['json', 'csv', 'html', 'txt', 'xmp'];

/** Whether a file is media by its extension, or by its bytes if they are stored as they are. */
async function isMedia<Target>(zip: Bytes, entry: ZipEntry<Target>): Promise<boolean> {
  if (hasMediaExtension(entry.path)) return true;
  if (TEXTS.includes(extensionOf(entry.path)) || entry.problem) return false;
  const range = await entry.range().catch(() => undefined);
  if (!range) return false;
  const head = zip.slice(range.start, Math.min(range.end, range.start + HEAD_BYTES));
  return sniff(new Uint8Array(await head.arrayBuffer())) !== undefined;
}

/** The files of a ZIP, without hidden ones and those that operating systems create, but with those of Picasa. Of files without a known extension, the beginning is read. */
export async function filesOfZip<Target>(zip: Bytes, entries: readonly ZipEntry<Target>[]): Promise<ZipFile<Target>[]> {
  const files: ZipFile<Target>[] = [];
  for (const entry of entries) {
    const segments = entry.path.normalize('NFC').split('/');
    const name = segments.pop() ?? '';
    if (segments.some(isIgnored) || (isIgnored(name) && !isPicasaFile(name))) continue;
    const folder = folderOfFile(entry.path);
    const { size, problem } = entry;
    const type = (await isMedia(zip, entry)) ? 'media' : 'not-media';
    files.push({
      ...{ entry, name, size },
      ...(folder !== undefined && { folder }),
      ...(problem ? { type: 'unreadable', problem } : { type }),
    });
  }
  return files;
}
