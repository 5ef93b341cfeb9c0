import { download } from '../download.ts';
import { pause, rangeFrom, readResumable } from './resumable.ts';
import { fileOf, fitsShare, isShareable, shareFiles } from './share-files.ts';
import { uniqueNames } from './unique-names.ts';
import { downloadZip } from './zip-download.ts';
import type { ZipEntry } from './zip-messages.ts';

/** The wait after the first failed request, in milliseconds; it doubles. */
const RETRY_MS = 1000;

/** Between two downloads, in milliseconds: browsers drop one that starts while another is still being requested. */
const DOWNLOAD_GAP_MS = 1000;

/** How this device saves files: the `SavingDevice` of the state. */
export const savingDevice = {
  download: async (url: string): Promise<void> => {
    download(url);
    await pause(DOWNLOAD_GAP_MS);
  },
  isShareable: (file: ZipEntry) => isShareable(file),
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
    let { url } = file;
    const chunks: Uint8Array<ArrayBuffer>[] = [];
    const bytes = readResumable({
      size: file.size,
      open: async (offset, failures) => {
        if (failures > 0) url = (await renew())?.url ?? url;
        return fetch(url, { ...rangeFrom(offset), signal, cache: 'no-store' });
      },
      wait: (failures) => pause(RETRY_MS * 2 ** (failures - 1), signal),
    });
    for await (const chunk of bytes) chunks.push(chunk);
    return fileOf(chunks, file.name);
  },
};
