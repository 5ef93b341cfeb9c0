import { BlobReader, configure, ZipReader, type FileEntry } from '@zip.js/zip.js/lib/zip-core-native.js';
import { BadZip, zipEntryOf, type ZipEntry as Entry } from '@maru/model';

// Node inflates; workers would only move Blobs.
configure({ useWebWorkers: false });

/** A file in a ZIP. */
export type ZipEntry = Entry<Parameters<FileEntry['getData']>[0]>;

/** Lists the files of a ZIP, of any size (ZIP64), from its directory at the end; nothing else is read. Their names are labels, and may be hostile. Throws BadZip. */
export async function readZip(zip: Blob): Promise<ZipEntry[]> {
  try {
    const entries = await new ZipReader(new BlobReader(zip)).getEntries({ filenameValidation: 'tolerant' });
    return entries.flatMap((entry) => (entry.directory ? [] : [zipEntryOf(zip, entry)]));
  } catch (error) {
    throw new BadZip(error);
  }
}
