import { openAsBlob } from 'node:fs';
import { folderOf, HEAD_BYTES, sniff } from '@maru/model';
import { extensionOf, hasMediaExtension, isIgnored } from './file-names.ts';
import type { LocalFile } from './local-file.ts';
import { BadZip, readZip, type ZipEntry } from './zip.ts';

/** Extensions of what exports add to their media. */
const TEXTS = ['json', 'csv', 'html', 'txt'];

/** Whether a file is media by its extension, or by its bytes if they are stored as they are. */
async function isMedia(zip: Blob, entry: ZipEntry): Promise<boolean> {
  if (hasMediaExtension(entry.path)) return true;
  if (TEXTS.includes(extensionOf(entry.path)) || entry.problem) return false;
  const range = await entry.range().catch(() => undefined);
  if (!range) return false;
  const head = zip.slice(range.start, Math.min(range.end, range.start + HEAD_BYTES));
  return sniff(new Uint8Array(await head.arrayBuffer())) !== undefined;
}

async function fileIn(path: string, zip: Blob, entry: ZipEntry): Promise<LocalFile | undefined> {
  const segments = entry.path.normalize('NFC').split('/');
  const name = segments.at(-1) ?? '';
  if (segments.some(isIgnored)) return undefined;
  const folder = folderOf(segments.slice(0, -1).join('/'));
  const { size, problem } = entry;
  const type = (await isMedia(zip, entry)) ? 'media' : 'not-media';
  return {
    ...{ path: `${path}/${entry.path}`, name, size, inZip: { zip: path, entry } },
    ...(folder !== undefined && { folder }),
    ...(problem ? { type: 'unreadable', problem } : { type }),
  };
}

/** Lists the files in a ZIP without unpacking it. A ZIP that cannot be read is one unreadable file. */
export async function listZip(file: Omit<LocalFile, 'type'>): Promise<LocalFile[]> {
  try {
    const zip = await openAsBlob(file.path);
    const files: LocalFile[] = [];
    for (const entry of await readZip(zip)) {
      const found = await fileIn(file.path, zip, entry);
      if (found) files.push(found);
    }
    return files;
  } catch (error) {
    if (!(error instanceof BadZip)) throw error;
    return [{ ...file, type: 'unreadable', problem: 'bad-zip' }];
  }
}
