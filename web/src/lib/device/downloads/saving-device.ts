import { download } from '../download.ts';
import { pause, readFile } from './resumable.ts';
import { fileOf, fitsShare, isShareable, shareFiles } from './share-files.ts';
import { uniqueNames } from './unique-names.ts';
import { downloadZip } from './zip-download.ts';
import type { ZipEntry } from './zip-messages.ts';

/** Between two downloads, in milliseconds: browsers drop one that starts while another is still being requested. */
const DOWNLOAD_GAP_MS = 1000;

/** How this device saves files: the `SavingDevice` of the state. */
export const savingDevice = {
  download: async (url: string): Promise<void> => {
    download(url);
    await pause(DOWNLOAD_GAP_MS);
  },
  isShareable,
  fitsShare,
  share: shareFiles,

  zip: (options: Parameters<typeof downloadZip>[0]) => {
    const unique = uniqueNames();
    return downloadZip({
      ...options,
      next: async () => {
        const entry = await options.next();
        return entry && { ...entry, name: unique(entry.name) };
      },
    });
  },

  async read(file: ZipEntry, renew: () => Promise<ZipEntry | undefined>, signal: AbortSignal): Promise<File> {
    const chunks: Uint8Array<ArrayBuffer>[] = [];
    for await (const chunk of readFile(file, { renew, signal, fetch: (url, init) => fetch(url, init) }))
      chunks.push(chunk);
    return fileOf(chunks, file.name);
  },
};
