import { BlobReader, configure, ZipReader, type FileEntry } from '@zip.js/zip.js/lib/zip-core-native.js';
import { MAX_ORIGINAL_BYTES } from '@maru/model';

// Node inflates; workers would only move Blobs.
configure({ useWebWorkers: false });

/** Why a file of a ZIP cannot be read. */
export type ZipEntryProblem = 'encrypted' | 'unsupported-compression' | 'zip-bomb';

/** From the first byte to the one after the last. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** Where a file is inflated to. */
export type ZipTarget = Parameters<FileEntry['getData']>[0];

/** One file in a ZIP. */
export interface ZipEntry {
  /** As stored: may be in NFD, and hostile (`../x`): a label, not a path to write to. */
  readonly path: string;
  /** Bytes, uncompressed. */
  readonly size: number;
  readonly problem?: ZipEntryProblem;
  /** Where its bytes are in the ZIP, without reading them; undefined if it is compressed. Rejects if the ZIP is damaged here. */
  readonly range: () => Promise<ByteRange | undefined>;
  /** Inflates it into a stream or writer, checking its CRC. Rejects if it is damaged. */
  readonly inflate: (to: ZipTarget) => Promise<void>;
}

/** A ZIP cannot be read at all: it is none, it is cut off, or its directory is damaged. */
export class BadZip extends Error {
  constructor(cause: unknown) {
    super('the ZIP cannot be read', { cause });
    this.name = 'BadZip';
  }
}

const STORED = 0;
const DEFLATED = 8;
const LOCAL_HEADER_BYTES = 30;
const LOCAL_HEADER = 0x04034b50;
/** Deflate compresses at most about 1,032 to 1; media hardly at all. What is larger than this and so small in the ZIP is a bomb. */
const MAX_HARMLESS_BYTES = 64 << 20;
const MAX_RATIO = 200;

/** Where the bytes of a stored file are in its ZIP, by its local header. */
async function storedRange(zip: Blob, { offset, uncompressedSize: size }: FileEntry): Promise<ByteRange> {
  const view = new DataView(await zip.slice(offset, offset + LOCAL_HEADER_BYTES).arrayBuffer());
  if (view.byteLength < LOCAL_HEADER_BYTES || view.getUint32(0, true) !== LOCAL_HEADER) throw new BadZip('no header');
  const start = offset + LOCAL_HEADER_BYTES + view.getUint16(26, true) + view.getUint16(28, true);
  if (start + size > zip.size) throw new BadZip('cut off');
  return { start, end: start + size };
}

function problemOf({
  encrypted,
  compressionMethod,
  compressedSize,
  uncompressedSize,
}: FileEntry): ZipEntryProblem | undefined {
  if (encrypted) return 'encrypted';
  if (compressionMethod !== STORED && compressionMethod !== DEFLATED) return 'unsupported-compression';
  const isBomb = uncompressedSize > MAX_HARMLESS_BYTES && uncompressedSize > MAX_RATIO * compressedSize;
  return isBomb || uncompressedSize > MAX_ORIGINAL_BYTES ? 'zip-bomb' : undefined;
}

function entryOf(zip: Blob, entry: FileEntry): ZipEntry {
  const { filename: path, uncompressedSize: size, compressionMethod } = entry;
  const problem = problemOf(entry);
  return {
    ...{ path, size, ...(problem && { problem }) },
    range: async () => {
      if (problem) throw new BadZip(problem);
      return compressionMethod === STORED ? storedRange(zip, entry) : undefined;
    },
    inflate: async (to) => {
      if (problem) throw new BadZip(problem);
      await entry.getData(to, { checkCrc32: true });
    },
  };
}

/** Lists the files of a ZIP, of any size (ZIP64), from its directory at the end; nothing else is read. Throws BadZip. */
export async function readZip(zip: Blob): Promise<ZipEntry[]> {
  try {
    const entries = await new ZipReader(new BlobReader(zip)).getEntries();
    return entries.flatMap((entry) => (entry.directory ? [] : [entryOf(zip, entry)]));
  } catch (error) {
    throw new BadZip(error);
  }
}
