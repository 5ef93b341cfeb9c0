import { openAsBlob } from 'node:fs';
import { extname } from 'node:path';
import { folderOf, HEAD_BYTES, MEDIA_EXTENSIONS, sniff } from '@maru/model';
import { BadZip, readZip, type ZipEntry } from './zip.ts';
import { isIgnored } from './ignored.ts';
import type { LocalFile } from './local-file.ts';

const MEDIA = new Set(MEDIA_EXTENSIONS);
/** Of what exports add to their media. */
const TEXTS = new Set(['json', 'csv', 'html', 'txt']);

/** Whether a file is media by its extension, or by its bytes if they are stored as they are. */
async function isMedia(zip: Blob, entry: ZipEntry): Promise<boolean> {
  const extension = extname(entry.path).slice(1).toLowerCase();
  if (MEDIA.has(extension) || TEXTS.has(extension) || entry.problem) return MEDIA.has(extension);
  const { start = 0, end = 0 } = (await entry.range().catch(() => undefined)) ?? {};
  return sniff(new Uint8Array(await zip.slice(start, Math.min(end, start + HEAD_BYTES)).arrayBuffer())) !== undefined;
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
export async function listZip(path: string, file: Omit<LocalFile, 'type'>): Promise<LocalFile[]> {
  try {
    const zip = await openAsBlob(path);
    const files: LocalFile[] = [];
    for (const entry of await readZip(zip)) {
      const found = await fileIn(path, zip, entry);
      if (found) files.push(found);
    }
    return files;
  } catch (error) {
    if (!(error instanceof BadZip)) throw error;
    return [{ ...file, type: 'unreadable', problem: 'bad-zip' }];
  }
}

/** Reads a small file of a ZIP as text. */
export async function readEntryText(entry: ZipEntry): Promise<string> {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const [text] = await Promise.all([new Response(readable).text(), entry.inflate(writable)]);
  return text;
}
