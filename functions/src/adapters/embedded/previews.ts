import { brotliDecompressSync } from 'node:zlib';
import { MAX_PREVIEW_BYTES, type Size } from '@maru/model';
import { boxesIn, type Box } from './iso-boxes.ts';
import { directoriesOf, directoryAt, numberOf, numbersOf, type Directory } from './tiff-directories.ts';
import { bytesOf, type Bytes } from './byte-reader.ts';
import { jpegSize } from './jpeg-segments.ts';

/** A JPEG that lies in a file, and how EXIF says that it is turned where the file says so for all that is in it. */
export interface Preview {
  readonly in: Bytes;
  readonly from: number;
  readonly length: number;
  readonly orientation?: number | undefined;
}

/** Tags of TIFF 6.0, of Panasonic's RAW (a JPEG in a field of its own) and of Olympus' notes. */
const TAG = {
  ...{ compression: 259, strips: 273, orientation: 274, stripBytes: 279, jpeg: 513, jpegBytes: 514 },
  ...{ panasonicJpeg: 0x2e, makerNote: 37500, olympusCamera: 0x2020, olympusJpeg: 0x101, olympusJpegBytes: 0x102 },
} as const;
const JPEG = [6, 7, 99];
/** How many are looked into, and how many bytes of each tell its size: colours and EXIF come first. */
const MOST = 32;
const HEAD = 256 * 1024;
const MAX_EXIF_BYTES = 1024 ** 2;

/** How the first directory says that all is turned: 1 to 8, or undefined. */
export async function orientationOf(bytes: Bytes, [first]: readonly Directory[]): Promise<number | undefined> {
  const told = first && (await numberOf(bytes, first, TAG.orientation));
  return told !== undefined && told >= 1 && told <= 8 ? told : undefined;
}

/** Olympus keeps its preview in notes whose places count from the notes' own beginning. */
async function inOlympusNote(bytes: Bytes, directory: Directory): Promise<Omit<Preview, 'in'>[]> {
  const note = directory.fields.get(TAG.makerNote);
  const head = note && (await bytes.read(note.at, 16)).toString('latin1');
  if (!note || head === undefined || !/^(OLYMPUS\0|OM SYSTEM\0)/.test(head)) return [];
  const start = head.startsWith('OLYMPUS') ? 12 : 16;
  const of = { base: note.at, isLittle: head.slice(start - 4, start - 2) === 'II' };
  const own = await directoryAt(bytes, note.at + start, of);
  const camera = own && (await numberOf(bytes, own, TAG.olympusCamera));
  const inner = camera === undefined ? undefined : await directoryAt(bytes, note.at + camera, of);
  const from = inner && (await numberOf(bytes, inner, TAG.olympusJpeg));
  const length = inner && (await numberOf(bytes, inner, TAG.olympusJpegBytes));
  return from === undefined || length === undefined ? [] : [{ from: note.at + from, length }];
}

/** The JPEGs that one directory names. */
async function inDirectory(bytes: Bytes, directory: Directory): Promise<Omit<Preview, 'in'>[]> {
  const found = await inOlympusNote(bytes, directory);
  const panasonic = directory.fields.get(TAG.panasonicJpeg);
  if (panasonic) found.push({ from: panasonic.at, length: panasonic.count });
  const isJpeg = JPEG.includes((await numberOf(bytes, directory, TAG.compression)) ?? 0);
  for (const [at, size] of [
    [TAG.jpeg, TAG.jpegBytes],
    ...(isJpeg ? [[TAG.strips, TAG.stripBytes] as const] : []),
  ] as const) {
    const [places, sizes] = [await numbersOf(bytes, directory, at), await numbersOf(bytes, directory, size)];
    const [from, length] = [places[0], sizes[0]];
    // In several strips it is no JPEG that stands by itself.
    if (places.length === 1 && from !== undefined && length !== undefined) found.push({ from, length });
  }
  return found;
}

/** The JPEGs in a TIFF, or in what is built like one. */
async function inTiff(bytes: Bytes): Promise<Preview[]> {
  const directories = await directoriesOf(bytes);
  const orientation = await orientationOf(bytes, directories);
  const found: Preview[] = [];
  for (const directory of directories)
    for (const one of await inDirectory(bytes, directory)) found.push({ in: bytes, ...one, orientation });
  return found;
}

/** Fujifilm writes where its JPEG lies behind 84 bytes; that JPEG says itself how it is turned. */
async function inRaf(bytes: Bytes): Promise<Preview[]> {
  const head = await bytes.read(84, 8);
  return head.length < 8 ? [] : [{ in: bytes, from: head.readUInt32BE(0), length: head.readUInt32BE(4) }];
}

const boxOf = (boxes: readonly Box[], type: string): Box | undefined => boxes.find((box) => box.type === type);

/** The parts of a Canon CR3: the boxes within its two boxes of a kind of their own, by their types. */
export async function canonBoxes(bytes: Bytes): Promise<Box[]> {
  const outer = await boxesIn(bytes);
  const moov = boxOf(outer, 'moov');
  const inner = moov ? await boxesIn(bytes, moov.from, moov.from + moov.length) : [];
  const found: Box[] = [];
  for (const { type, from, length } of [...inner, ...outer]) {
    if (type !== 'uuid') continue;
    // Sixteen bytes of name, and in the one of the preview eight more.
    for (const skip of [16, 24]) found.push(...(await boxesIn(bytes, from + skip, from + length)));
  }
  return found;
}

/** Canon's previews stand behind a few numbers of their own. */
async function inCr3(bytes: Bytes): Promise<Preview[]> {
  const boxes = await canonBoxes(bytes);
  const notes = boxOf(boxes, 'CMT1');
  const tiff = notes && bytesOf(await bytes.read(notes.from, Math.min(notes.length, MAX_EXIF_BYTES)));
  const orientation = tiff && (await orientationOf(tiff, await directoriesOf(tiff)));
  return boxes
    .filter(({ type }) => type === 'PRVW' || type === 'THMB')
    .map(({ from, length }) => ({ in: bytes, from: from + 16, length: length - 16, orientation }));
}

/** Sigma writes a list of its sections at the end of the file; one of images in format 18 is a JPEG behind 28 bytes. */
async function inX3f(bytes: Bytes): Promise<Preview[]> {
  const last = await bytes.read(bytes.size - 4, 4);
  const at = last.length === 4 ? last.readUInt32LE(0) : 0;
  const list = await bytes.read(at, 12 + 12 * MOST);
  if (list.toString('latin1', 0, 4) !== 'SECd' || list.length < 12) return [];
  const found: Preview[] = [];
  const count = Math.min(list.readUInt32LE(8), MOST, Math.floor((list.length - 12) / 12));
  for (let n = 0; n < count; n += 1) {
    const [from, length] = [list.readUInt32LE(12 + 12 * n), list.readUInt32LE(16 + 12 * n)];
    const head = await bytes.read(from, 28);
    if (head.toString('latin1', 0, 4) === 'SECi' && head.length === 28 && head.readUInt32LE(12) === 18)
      found.push({ in: bytes, from: from + 28, length: length - 28 });
  }
  return found;
}

/** EXIF of a JPEG XL, packed or not: a TIFF behind four bytes that say where in the box it begins. */
export async function exifOfJxl(bytes: Bytes): Promise<Buffer | undefined> {
  for (const { type, from, length } of await boxesIn(bytes)) {
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

async function inJxl(bytes: Bytes): Promise<Preview[]> {
  const exif = await exifOfJxl(bytes);
  return exif ? inTiff(bytesOf(exif)) : [];
}

const FINDERS: Readonly<Record<string, (bytes: Bytes) => Promise<Preview[]>>> = {
  raf: inRaf,
  cr3: inCr3,
  x3f: inX3f,
  jxl: inJxl,
};

/** Whether a file is more than the beginning of one: noise behind a magic number is not kept as a photo that cannot be shown. */
export async function isWhole(bytes: Bytes, format: string): Promise<boolean> {
  const has = async (...types: string[]): Promise<boolean> =>
    (await boxesIn(bytes)).some(({ type }) => types.includes(type));
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
      return bytes.size > 148;
    default:
      return ((await directoriesOf(bytes))[0]?.fields.size ?? 0) > 0;
  }
}

const area = ({ width, height }: Size): number => width * height;

/** The pictures (JPEGs) in a file that nothing here decodes, the largest first; what lies outside of it is none. */
export async function previewsOf(bytes: Bytes, format: string): Promise<Preview[]> {
  const found: { preview: Preview; pixels: number }[] = [];
  const isBounded = ({ in: { size }, from, length }: Preview): boolean =>
    from > 0 && length > 0 && length <= MAX_PREVIEW_BYTES && from + length <= size;
  for (const preview of (await (FINDERS[format] ?? inTiff)(bytes)).filter(isBounded).slice(0, MOST)) {
    const size = jpegSize(await preview.in.read(preview.from, Math.min(preview.length, HEAD)));
    if (size) found.push({ preview, pixels: area(size) });
  }
  return found.sort((a, b) => b.pixels - a.pixels).map(({ preview }) => preview);
}
