import { folderOfFile } from '@maru/model/library/folder';
import { hasMediaExtension, isIgnored } from '@maru/model/media/file-names';
import { sniff } from '@maru/model/media/sniff';
import { HEAD_BYTES } from '@maru/model/limits';
import type { PlannableFile } from '@maru/model/takeout/import-plan';
import { BadZip } from '@maru/model/takeout/zip-entry';
import type { ExportSource, FileInZip, Zips } from '../../device/zips/zips.svelte.ts';

/** A file of an export that was chosen. */
export interface ChosenExportFile extends PlannableFile {
  /** Its path, after the name of its ZIP: a label. */
  readonly path: string;
  readonly source: ExportSource;
}

/** A file that a person chose, with its handle where the browser has one. */
export interface ChosenFile {
  readonly file: File;
  readonly handle?: FileSystemFileHandle;
}

/** The files of a ZIP or a folder that was chosen, and the key of the ZIP. */
export interface ChosenPart {
  readonly files: readonly ChosenExportFile[];
  readonly zip?: string;
}

/** The key of a file in a ZIP, and the key of its ZIP. */
const keyInZip = ({ zip, index }: FileInZip): string => `${zip}/${String(index)}`;
const zipOfKey = (key: string): string => key.slice(0, key.indexOf('/'));

/** Whether all photos and videos among the files have one of these keys, or are in a ZIP with a file that has one. */
export function isImportInProgress(files: readonly ChosenExportFile[], keys: readonly string[]): boolean {
  const known = new Set([...keys, ...keys.map(zipOfKey)]);
  return files.every(({ type, source: { key, at } }) => {
    return type === 'not-media' || known.has(at instanceof File ? key : zipOfKey(key));
  });
}

export const isZip = ({ name }: File): boolean => /\.zip$/i.test(name);

/** The files of a ZIP. One that cannot be read is one unreadable file. */
async function listZip(file: File, zips: Zips): Promise<ChosenPart> {
  try {
    const { key, list } = await zips.open(file);
    const files = (await list()).map(({ source: at, path, ...listed }) => ({
      ...listed,
      path: `${file.name}/${path}`,
      source: { key: keyInZip(at), at },
    }));
    return { files, zip: key };
  } catch (error) {
    if (!(error instanceof BadZip)) throw error;
    const { name, size } = file;
    const source = { key: name, at: file };
    return { files: [{ name, path: name, size, type: 'unreadable', problem: 'bad-zip', source }] };
  }
}

/** A file of an export that was unpacked. */
async function listFile(file: File): Promise<ChosenExportFile | undefined> {
  const path = (file.webkitRelativePath || file.name).normalize('NFC');
  const segments = path.split('/');
  if (segments.some(isIgnored)) return undefined;
  const folder = folderOfFile(path);
  const head = async () => new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer());
  const isMedia = async () => hasMediaExtension(file.name) || sniff(await head()) !== undefined;
  // A file that vanished since it was chosen.
  const type = await isMedia().then(
    (is) => (is ? 'media' : 'not-media'),
    () => 'unreadable',
  );
  const key = ['file', file.size, file.lastModified, path].join('/');
  return {
    ...{ name: segments.at(-1) ?? '', path, size: file.size, type, source: { key, at: file } },
    ...(folder !== undefined && { folder }),
  };
}

/** Lists what is in the ZIP or the unpacked file, without reading more than its directory or its beginning. */
export async function listChosen(file: File, zips: Zips): Promise<ChosenPart> {
  if (isZip(file)) return listZip(file, zips);
  const listed = await listFile(file);
  return { files: listed ? [listed] : [] };
}

/** Reads a file of an export as text. Rejects if it has more than `maxBytes`, or cannot be read. */
export async function readText(
  { size, source: { at }, path }: ChosenExportFile,
  maxBytes: number,
  zips: Zips,
): Promise<string> {
  if (size > maxBytes) throw new Error(`${path} has ${String(size)} bytes`);
  return (at instanceof File ? at : await zips.read(at)).text();
}
