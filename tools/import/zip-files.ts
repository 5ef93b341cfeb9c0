import { openAsBlob } from 'node:fs';
import { extname } from 'node:path';
import { folderOf, MEDIA_EXTENSIONS } from '@maru/model';
import { BadZip, readZip, type ZipEntry } from './zip.ts';
import { isIgnored } from './ignored.ts';
import type { LocalFile } from './local-file.ts';

const EXTENSIONS = new Set(MEDIA_EXTENSIONS);

function fileIn(zip: string, entry: ZipEntry): LocalFile | undefined {
  const segments = entry.path.normalize('NFC').split('/');
  const name = segments.at(-1) ?? '';
  if (segments.some(isIgnored)) return undefined;
  const folder = folderOf(segments.slice(0, -1).join('/'));
  const type = EXTENSIONS.has(extname(name).slice(1).toLowerCase()) ? 'media' : 'not-media';
  const { size, problem } = entry;
  return {
    ...{ path: `${zip}/${entry.path}`, name, size, inZip: { zip, entry } },
    ...(folder !== undefined && { folder }),
    ...(problem ? { type: 'unreadable', problem } : { type }),
  };
}

/** Lists the files in a ZIP, by their extensions, without unpacking it. A ZIP that cannot be read is one unreadable file. */
export async function listZip(path: string, zip: Omit<LocalFile, 'type'>): Promise<LocalFile[]> {
  try {
    const entries = await readZip(await openAsBlob(path));
    return entries.flatMap((entry) => fileIn(path, entry) ?? []);
  } catch (error) {
    if (!(error instanceof BadZip)) throw error;
    return [{ ...zip, type: 'unreadable', problem: 'bad-zip' }];
  }
}

/** Reads a small file of a ZIP as text. */
export async function readEntryText(entry: ZipEntry): Promise<string> {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const [text] = await Promise.all([new Response(readable).text(), entry.inflate(writable)]);
  return text;
}
