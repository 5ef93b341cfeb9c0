import { open, type FileHandle } from 'node:fs/promises';
import { MAX_EXIF_POINTERS, MAX_PAGES, MAX_HEIF_BYTES, MAX_IMAGE_BYTES, ProcessingError } from '@maru/model';
import type { ImageFormat } from '../../ports/images.ts';

// Checked before decoding: libwebp, libtiff and libexif spend minutes of CPU on a hundred thousand frames, directories or
// pointers, and cannot be interrupted.

/** Reads bytes at an offset; fewer at the end of the file. */
type Read = (at: number, length: number) => Promise<Buffer>;

const WINDOW = 2 ** 18;

/** Reads through a window: a hundred thousand small reads of a file would take seconds. */
function windowedRead(handle: FileHandle): Read {
  let window = Buffer.alloc(0);
  let from = 0;
  return async (at, length) => {
    if (!Number.isSafeInteger(at)) return Buffer.alloc(0);
    if (at < from || at + length > from + window.length) {
      const size = Math.max(WINDOW, length);
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(size), 0, size, at);
      [window, from] = [buffer.subarray(0, bytesRead), at];
    }
    return window.subarray(at - from, at - from + length);
  };
}

const EXIF_POINTERS = [0x8769, 0x8825, 0xa005];

/** Throws ProcessingError if an EXIF block (TIFF 6.0) has more directory pointers than any camera writes: they form loops. */
function checkExifPointers(block: Buffer): void {
  const isLittle = block.toString('latin1', 0, 2) === 'II';
  let pointers = 0;
  // Directories can be anywhere and libexif checks no type, so each of these tags at any offset counts. Noise has a dozen in 256 KB.
  for (let at = 8; at + 2 <= block.length; at += 1)
    pointers += EXIF_POINTERS.includes(isLittle ? block.readUInt16LE(at) : block.readUInt16BE(at)) ? 1 : 0;
  if (pointers > MAX_EXIF_POINTERS) throw new ProcessingError('unreadable', `${pointers} directories in its EXIF`);
}

async function checkJpeg(read: Read): Promise<void> {
  for (let at = 2; ;) {
    const head = await read(at, 10);
    const marker = head[1] ?? 0xda;
    if (head.length < 4 || head[0] !== 0xff || marker === 0xda) return;
    const size = 2 + head.readUInt16BE(2);
    if (marker === 0xe1 && head.toString('latin1', 4, 8) === 'Exif') checkExifPointers(await read(at + 10, size - 10));
    at += size;
  }
}

async function checkPng(read: Read): Promise<void> {
  for (let at = 8; ;) {
    const head = await read(at, 8);
    if (head.length < 8) return;
    const size = head.readUInt32BE(0);
    if (head.toString('latin1', 4) === 'eXIf') checkExifPointers(await read(at + 8, Math.min(size, MAX_EXIF_BYTES)));
    at += 12 + size;
  }
}

async function checkWebp(read: Read): Promise<void> {
  let chunks = 0;
  for (let at = 12; ;) {
    const head = await read(at, 8);
    if (head.length < 8) return;
    if ((chunks += 1) > MAX_PAGES) throw new ProcessingError('too-many-pixels', 'too many frames');
    const size = head.readUInt32LE(4);
    if (head.toString('latin1', 0, 4) === 'EXIF') checkExifPointers(await read(at + 8, Math.min(size, MAX_EXIF_BYTES)));
    at += 8 + size + (size % 2);
  }
}

async function checkTiff(read: Read): Promise<void> {
  const isLittle = (await read(0, 2)).toString('latin1') === 'II';
  const number = async (at: number, length: 2 | 4 | 8): Promise<number> => {
    const bytes = await read(at, length);
    if (bytes.length < length) return 0;
    if (length === 8) return Number(isLittle ? bytes.readBigUInt64LE(0) : bytes.readBigUInt64BE(0));
    return isLittle ? bytes.readUIntLE(0, length) : bytes.readUIntBE(0, length);
  };
  // BigTIFF has the same structure with wider fields.
  const isBig = (await number(2, 2)) === 43;
  const [first, count, entry, next] = isBig ? ([8, 8, 20, 8] as const) : ([4, 2, 12, 4] as const);
  let pages = 0;
  for (
    let at = await number(first, next);
    at > 0;
    at = await number(at + count + entry * (await number(at, count)), next)
  )
    if ((pages += 1) > MAX_PAGES) throw new ProcessingError('too-many-pixels', 'too many pages');
}

const TIFF_HEADS = [Buffer.from('II*\0', 'latin1'), Buffer.from('MM\0*', 'latin1')];

/** Finding EXIF in a HEIF needs a parser; scanning for TIFF signatures does not. Random data matches once in four billion bytes. */
async function checkHeif(read: Read): Promise<void> {
  let heads = 0;
  for (
    let from = 0, window = await read(0, WINDOW);
    window.length >= 4;
    window = await read((from += WINDOW - 3), WINDOW)
  )
    for (const head of TIFF_HEADS)
      for (let at = window.indexOf(head); at >= 0; at = window.indexOf(head, at + 1)) {
        if ((heads += 1) > MAX_EXIF_POINTERS) throw new ProcessingError('unreadable', 'too many EXIFs');
        checkExifPointers(await read(from + at, MAX_EXIF_BYTES));
      }
}

/** An EXIF block fits one JPEG segment; of a longer one, this many bytes are checked. */
const MAX_EXIF_BYTES = 4 * 65_536;

const CHECKS: Readonly<Record<string, (read: Read) => Promise<void>>> = {
  jpeg: checkJpeg,
  png: checkPng,
  webp: checkWebp,
  tiff: checkTiff,
  heic: checkHeif,
  avif: checkHeif,
};

/** Throws ProcessingError if an image has more bytes, frames, pages or directories than its decoder handles in bounded time. */
export async function checkStructureLimits(file: string, { format }: ImageFormat): Promise<void> {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    if (size > (format === 'heic' || format === 'avif' ? MAX_HEIF_BYTES : MAX_IMAGE_BYTES))
      throw new ProcessingError('too-large');
    await CHECKS[format]?.(windowedRead(handle));
  } finally {
    await handle.close();
  }
}
