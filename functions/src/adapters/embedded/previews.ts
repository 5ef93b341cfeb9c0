import { brotliDecompressSync } from 'node:zlib';
import { MAX_PREVIEW_BYTES, type Size } from '@maru/model';
import { readBoxes, type Box } from './iso-boxes.ts';
import { readDirectories, readDirectory, readNumber, readNumbers, type Directory } from './tiff-directories.ts';
import { readerOf, type ByteReader } from './byte-reader.ts';
import { jpegSize } from './jpeg-segments.ts';

/** An embedded JPEG, and the EXIF orientation of the whole file if it has one. */
export interface Preview {
  readonly in: ByteReader;
  readonly from: number;
  readonly length: number;
  readonly orientation?: number | undefined;
}

/** Tags of TIFF 6.0, of Panasonic's RAW (a JPEG in its own field) and of Olympus' maker note. */
const TAG = {
  ...{ compression: 259, strips: 273, orientation: 274, stripBytes: 279, jpeg: 513, jpegBytes: 514 },
  ...{ panasonicJpeg: 0x2e, makerNote: 37500, olympusCamera: 0x2020, olympusJpeg: 0x101, olympusJpegBytes: 0x102 },
} as const;
const JPEG = [6, 7, 99];
/** How many previews are inspected, and how many bytes of each to find its size (profile and EXIF come first). */
const MAX_PREVIEWS = 32;
const HEAD_BYTES = 256 * 1024;
const MAX_EXIF_BYTES = 1024 ** 2;

/** The orientation (1 to 8) in the first directory, or undefined. */
async function orientationOf(bytes: ByteReader, [first]: readonly Directory[]): Promise<number | undefined> {
  const orientation = first && (await readNumber(bytes, first, TAG.orientation));
  return orientation !== undefined && orientation >= 1 && orientation <= 8 ? orientation : undefined;
}

/** Olympus stores its preview in the maker note; offsets are relative to the note. */
async function findInOlympusNote(bytes: ByteReader, directory: Directory): Promise<Omit<Preview, 'in'>[]> {
  const note = directory.fields.get(TAG.makerNote);
  const head = note && (await bytes.read(note.at, 16)).toString('latin1');
  if (!note || head === undefined || !/^(OLYMPUS\0|OM SYSTEM\0)/.test(head)) return [];
  const start = head.startsWith('OLYMPUS') ? 12 : 16;
  const of = { base: note.at, isLittle: head.slice(start - 4, start - 2) === 'II' };
  const own = await readDirectory(bytes, note.at + start, of);
  const camera = own && (await readNumber(bytes, own, TAG.olympusCamera));
  const inner = camera === undefined ? undefined : await readDirectory(bytes, note.at + camera, of);
  const from = inner && (await readNumber(bytes, inner, TAG.olympusJpeg));
  const length = inner && (await readNumber(bytes, inner, TAG.olympusJpegBytes));
  return from === undefined || length === undefined ? [] : [{ from: note.at + from, length }];
}

/** The JPEGs that one directory refers to. */
async function findInDirectory(bytes: ByteReader, directory: Directory): Promise<Omit<Preview, 'in'>[]> {
  const found = await findInOlympusNote(bytes, directory);
  const panasonic = directory.fields.get(TAG.panasonicJpeg);
  if (panasonic) found.push({ from: panasonic.at, length: panasonic.count });
  const isJpeg = JPEG.includes((await readNumber(bytes, directory, TAG.compression)) ?? 0);
  for (const [at, size] of [
    [TAG.jpeg, TAG.jpegBytes],
    ...(isJpeg ? [[TAG.strips, TAG.stripBytes] as const] : []),
  ] as const) {
    const [offsets, sizes] = [await readNumbers(bytes, directory, at), await readNumbers(bytes, directory, size)];
    const [from, length] = [offsets[0], sizes[0]];
    // Several strips do not form a standalone JPEG.
    if (offsets.length === 1 && from !== undefined && length !== undefined) found.push({ from, length });
  }
  return found;
}

/** The JPEGs in a TIFF structure. */
async function findInTiff(bytes: ByteReader): Promise<Preview[]> {
  const directories = await readDirectories(bytes);
  const orientation = await orientationOf(bytes, directories);
  const found: Preview[] = [];
  for (const directory of directories)
    for (const one of await findInDirectory(bytes, directory)) found.push({ in: bytes, ...one, orientation });
  return found;
}

/** Fujifilm stores the offset of its JPEG at byte 84; that JPEG has its own orientation. */
async function findInRaf(bytes: ByteReader): Promise<Preview[]> {
  const head = await bytes.read(84, 8);
  return head.length < 8 ? [] : [{ in: bytes, from: head.readUInt32BE(0), length: head.readUInt32BE(4) }];
}

const boxOf = (boxes: readonly Box[], type: string): Box | undefined => boxes.find((box) => box.type === type);

/** The boxes inside the two `uuid` boxes of a Canon CR3. */
export async function canonBoxes(bytes: ByteReader): Promise<Box[]> {
  const outer = await readBoxes(bytes);
  const moov = boxOf(outer, 'moov');
  const inner = moov ? await readBoxes(bytes, moov.from, moov.from + moov.length) : [];
  const found: Box[] = [];
  for (const { type, from, length } of [...inner, ...outer]) {
    if (type !== 'uuid') continue;
    // A UUID of 16 bytes, followed by 8 more in the preview box.
    for (const skip of [16, 24]) found.push(...(await readBoxes(bytes, from + skip, from + length)));
  }
  return found;
}

/** Canon's previews follow a 16-byte header. */
async function findInCr3(bytes: ByteReader): Promise<Preview[]> {
  const boxes = await canonBoxes(bytes);
  const notes = boxOf(boxes, 'CMT1');
  const tiff = notes && readerOf(await bytes.read(notes.from, Math.min(notes.length, MAX_EXIF_BYTES)));
  const orientation = tiff && (await orientationOf(tiff, await readDirectories(tiff)));
  return boxes
    .filter(({ type }) => type === 'PRVW' || type === 'THMB')
    .map(({ from, length }) => ({ in: bytes, from: from + 16, length: length - 16, orientation }));
}

/** Sigma lists its sections at the end of the file; an image section in format 18 is a JPEG after a 28-byte header. */
async function findInX3f(bytes: ByteReader): Promise<Preview[]> {
  const last = await bytes.read(bytes.size - 4, 4);
  const at = last.length === 4 ? last.readUInt32LE(0) : 0;
  const list = await bytes.read(at, 12 + 12 * MAX_PREVIEWS);
  if (list.toString('latin1', 0, 4) !== 'SECd' || list.length < 12) return [];
  const found: Preview[] = [];
  const count = Math.min(list.readUInt32LE(8), MAX_PREVIEWS, Math.floor((list.length - 12) / 12));
  for (let n = 0; n < count; n += 1) {
    const [from, length] = [list.readUInt32LE(12 + 12 * n), list.readUInt32LE(16 + 12 * n)];
    const head = await bytes.read(from, 28);
    if (head.toString('latin1', 0, 4) === 'SECi' && head.length === 28 && head.readUInt32LE(12) === 18)
      found.push({ in: bytes, from: from + 28, length: length - 28 });
  }
  return found;
}

/** The EXIF of a JPEG XL, Brotli-compressed or not: a TIFF after its 4-byte offset. */
export async function exifOfJxl(bytes: ByteReader): Promise<Buffer | undefined> {
  for (const { type, from, length } of await readBoxes(bytes)) {
    const body =
      type === 'Exif' || type === 'brob' ? await bytes.read(from, Math.min(length, MAX_EXIF_BYTES)) : undefined;
    if (!body || (type === 'brob' && body.toString('latin1', 0, 4) !== 'Exif')) continue;
    try {
      const exif = type === 'Exif' ? body : brotliDecompressSync(body.subarray(4), { maxOutputLength: MAX_EXIF_BYTES });
      return exif.length < 4 ? undefined : exif.subarray(4 + exif.readUInt32BE(0));
    } catch {
      return undefined;
    }
  }
  return undefined;
}

async function findInJxl(bytes: ByteReader): Promise<Preview[]> {
  const exif = await exifOfJxl(bytes);
  return exif ? findInTiff(readerOf(exif)) : [];
}

const FINDERS: Readonly<Record<string, (bytes: ByteReader) => Promise<Preview[]>>> = {
  raf: findInRaf,
  cr3: findInCr3,
  x3f: findInX3f,
  jxl: findInJxl,
};

/** Whether a file has the structure of its format: noise after a magic number must not be stored as a photo. */
export async function hasStructure(bytes: ByteReader, format: string): Promise<boolean> {
  const has = async (...types: string[]): Promise<boolean> =>
    (await readBoxes(bytes)).some(({ type }) => types.includes(type));
  switch (format) {
    case 'jxl':
      return (await bytes.read(0, 1))[0] === 0xff ? bytes.size > 16 : has('jxlc', 'jxlp');
    case 'cr3':
      return has('moov');
    case 'heif':
      return has('meta');
    case 'raf':
    case 'x3f':
    case 'mrw':
    case 'psd':
    case 'jxr':
    case 'exr':
      return bytes.size > 148;
    default:
      return ((await readDirectories(bytes))[0]?.fields.size ?? 0) > 0;
  }
}

const area = ({ width, height }: Size): number => width * height;

/** The embedded JPEGs of a format without a decoder, largest first; ranges outside the file are ignored. */
export async function previewsOf(bytes: ByteReader, format: string): Promise<Preview[]> {
  const found: { preview: Preview; pixels: number }[] = [];
  const isBounded = ({ in: { size }, from, length }: Preview): boolean =>
    from > 0 && length > 0 && length <= MAX_PREVIEW_BYTES && from + length <= size;
  for (const preview of (await (FINDERS[format] ?? findInTiff)(bytes)).filter(isBounded).slice(0, MAX_PREVIEWS)) {
    const size = jpegSize(await preview.in.read(preview.from, Math.min(preview.length, HEAD_BYTES)));
    if (size) found.push({ preview, pixels: area(size) });
  }
  return found.sort((a, b) => b.pixels - a.pixels).map(({ preview }) => preview);
}
