import { MAX_ORIGINAL_BYTES } from '../limits.ts';
import type { Bytes } from '../upload/platform.ts';

/** Why a file of a ZIP cannot be read. */
export type ZipEntryProblem = 'encrypted' | 'unsupported-compression' | 'zip-bomb';

/** Why a ZIP or a file in it cannot be added. */
export type ZipProblem = 'bad-zip' | ZipEntryProblem;

/** From the first byte to the one after the last. */
export interface ZipRange {
  readonly start: number;
  readonly end: number;
}

/** A file in the directory of a ZIP, as zip.js lists it. `Target` is what it can be inflated to. */
export interface DirectoryEntry<Target> {
  readonly filename: string;
  readonly encrypted: boolean;
  readonly compressionMethod: number;
  /** Bytes. */
  readonly compressedSize: number;
  readonly uncompressedSize: number;
  readonly crc32?: number;
  /** Where its local header begins. */
  readonly offset: number;
  getData(to: Target, options: { readonly checkCrc32: true }): Promise<unknown>;
}

/** One file in a ZIP. */
export interface ZipEntry<Target> {
  /** As stored: may be in NFD, and hostile (`../x`): a label, not a path to write to. */
  readonly path: string;
  /** Bytes, uncompressed. */
  readonly size: number;
  /** CRC-32 of its bytes, as the directory states it. */
  readonly crc32?: number;
  readonly problem?: ZipEntryProblem;
  /** Where its bytes are in the ZIP, without reading them; undefined if it is compressed. Rejects if the ZIP is damaged here. */
  readonly range: () => Promise<ZipRange | undefined>;
  /** Inflates it, checking its CRC. Rejects if it is damaged. */
  readonly inflate: (to: Target) => Promise<void>;
}

/** A ZIP cannot be read at all: it is no ZIP, it is cut off, or its directory is damaged. */
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
async function storedRange(zip: Bytes, offset: number, size: number): Promise<ZipRange> {
  const view = new DataView(await zip.slice(offset, offset + LOCAL_HEADER_BYTES).arrayBuffer());
  if (view.byteLength < LOCAL_HEADER_BYTES || view.getUint32(0, true) !== LOCAL_HEADER) throw new BadZip('no header');
  const start = offset + LOCAL_HEADER_BYTES + view.getUint16(26, true) + view.getUint16(28, true);
  if (start + size > zip.size) throw new BadZip('cut off');
  return { start, end: start + size };
}

type Described = Omit<DirectoryEntry<never>, 'getData'>;

function problemOf(entry: Described): ZipEntryProblem | undefined {
  const { encrypted, compressionMethod, compressedSize, uncompressedSize } = entry;
  if (encrypted) return 'encrypted';
  if (compressionMethod !== STORED && compressionMethod !== DEFLATED) return 'unsupported-compression';
  const isBomb = uncompressedSize > MAX_HARMLESS_BYTES && uncompressedSize > MAX_RATIO * compressedSize;
  return isBomb || uncompressedSize > MAX_ORIGINAL_BYTES ? 'zip-bomb' : undefined;
}

/** A file of the directory of `zip`; what cannot be read or would fill the disk has a problem, and is never opened. */
export function zipEntryOf<Target>(zip: Bytes, entry: DirectoryEntry<Target>): ZipEntry<Target> {
  const { filename: path, uncompressedSize: size, compressionMethod, crc32 } = entry;
  const problem = problemOf(entry);
  return {
    ...{ path, size, ...(crc32 !== undefined && { crc32 }), ...(problem && { problem }) },
    range: async () => {
      if (problem) throw new BadZip(problem);
      return compressionMethod === STORED ? storedRange(zip, entry.offset, size) : undefined;
    },
    inflate: async (to) => {
      if (problem) throw new BadZip(problem);
      await entry.getData(to, { checkCrc32: true });
    },
  };
}
