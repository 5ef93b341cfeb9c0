import { openAsBlob } from 'node:fs';
import { BadZip, filesOfZip } from '@maru/model';
import type { LocalFile } from './local-file.ts';
import { readZip } from './zip.ts';

/** Lists the files in a ZIP without unpacking it. A ZIP that cannot be read is one unreadable file. */
export async function listZip(file: Omit<LocalFile, 'type'>): Promise<LocalFile[]> {
  const { path } = file;
  try {
    const zip = await openAsBlob(path);
    const files = await filesOfZip(zip, await readZip(zip));
    return files.map(({ entry, ...one }) => ({ ...one, path: `${path}/${entry.path}`, inZip: { zip: path, entry } }));
  } catch (error) {
    if (!(error instanceof BadZip)) throw error;
    return [{ ...file, type: 'unreadable', problem: 'bad-zip' }];
  }
}
