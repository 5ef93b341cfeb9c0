import { BlobReader, configure, ZipReader } from '@zip.js/zip.js/lib/zip-core-native.js';
import { BadZip, zipEntryOf, type ZipEntry } from '@maru/model/takeout/zip-entry';
import { sha256 } from '../../sha256.ts';

// The browser inflates; workers would only move Blobs.
configure({ useWebWorkers: false });

/** How many inflated bytes are kept in the page before they become a Blob, which the browser can move to the disk. */
const PIECE = 4 << 20;

/** A file in a ZIP that was chosen. */
export type InflatableEntry = ZipEntry<WritableStream<Uint8Array<ArrayBuffer>>>;

/** The files of a ZIP, and a key that is the same for the same ZIP, whatever its name. */
export interface ZipDirectory {
  readonly key: string;
  readonly entries: readonly InflatableEntry[];
}

/** Reads the directory of a ZIP, of any size (ZIP64); nothing else is read. Throws BadZip. */
export async function readZip(zip: Blob): Promise<ZipDirectory> {
  try {
    const all = await new ZipReader(new BlobReader(zip)).getEntries({ filenameValidation: 'tolerant' });
    const files = all.flatMap((entry) => (entry.directory ? [] : [entry]));
    const lines = files.map(({ filename, uncompressedSize, crc32, offset }) =>
      [uncompressedSize, crc32, offset, filename].join(' '),
    );
    return {
      key: await sha256([String(zip.size), ...lines].join('\n')),
      entries: files.map((entry) => zipEntryOf(zip, entry)),
    };
  } catch (error) {
    throw new BadZip(error);
  }
}

/** The bytes of a compressed file, which the page never holds all at once. Rejects if they are damaged. */
export async function inflated(entry: InflatableEntry): Promise<Blob> {
  const pieces: Blob[] = [];
  let open: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  const flush = (): void => {
    pieces.push(new Blob(open));
    open = [];
    bytes = 0;
  };
  await entry.inflate(
    new WritableStream({
      write(chunk) {
        open.push(chunk);
        bytes += chunk.byteLength;
        if (bytes >= PIECE) flush();
      },
    }),
  );
  flush();
  return new Blob(pieces);
}
