import { tiffFile, type Directory } from './tiff.ts';

/** The embedded JPEGs of a test RAW, and its metadata. */
export interface RawOptions {
  small: Buffer;
  large: Buffer;
  orientation?: number;
  takenAt?: string;
}

const u16 = (n: number): Buffer => Buffer.from([n >> 8, n & 255]);
const u32 = (n: number): Buffer => Buffer.from([(n >>> 24) & 255, (n >> 16) & 255, (n >> 8) & 255, n & 255]);
const le32 = (...all: number[]): Buffer => {
  const buffer = Buffer.alloc(4 * all.length);
  for (const [n, one] of all.entries()) buffer.writeUInt32LE(one, 4 * n);
  return buffer;
};
const box = (type: string, ...parts: Buffer[]): Buffer => {
  const body = Buffer.concat(parts);
  return Buffer.concat([u32(body.length + 8), Buffer.from(type, 'latin1'), body]);
};

/** Sensor data, which nothing here decodes. */
const SENSOR: Directory = {
  254: 0,
  256: 6000,
  257: 4000,
  259: { short: 34713 },
  262: { short: 32803 },
  273: { at: Buffer.alloc(64, 9) },
  279: 64,
};

const exif = (takenAt: string): Directory => ({ 36867: takenAt, 36881: '+09:00' });

/** A JPEG referenced by the two TIFF 6.0 fields for it. */
const jpegIn = (jpeg: Buffer): Directory => ({ 254: 1, 259: { short: 6 }, 513: { at: jpeg }, 514: jpeg.length });
/** A JPEG as the only strip of a directory, as in DNG and Canon files. */
const stripOf = (jpeg: Buffer): Directory => ({ 254: 1, 259: { short: 7 }, 273: { at: jpeg }, 279: jpeg.length });

function canonCr3({ small, large, orientation = 1, takenAt = '2020:02:02 10:20:30' }: RawOptions): Buffer {
  const main = tiffFile([{ 271: 'Canon', 274: { short: orientation } }]);
  const exifBlock = tiffFile([exif(takenAt)]);
  const numbers = (jpeg: Buffer, n: number): Buffer =>
    Buffer.concat([u32(0), u16(n), u16(160), u16(120), u16(1), u32(jpeg.length)]);
  const name = Buffer.from('85c0b687820f11e08111f4ce462b6a48', 'hex');
  const other = Buffer.from('eaf42b5e1c984b88b9fbb7dc406e4d16', 'hex');
  const thumb = box('THMB', u32(0), u16(160), u16(120), u32(small.length), u16(1), u16(0), small);
  const moov = box('moov', box('uuid', name, box('CMT1', main), box('CMT2', exifBlock), thumb));
  const preview = box('PRVW', numbers(large, 1), large);
  return Buffer.concat([
    box('ftyp', Buffer.from('crx ', 'latin1'), u32(1), Buffer.from('crx isom', 'latin1')),
    moov,
    box('uuid', other, u32(0), u32(1), preview),
    box('mdat', Buffer.alloc(64, 9)),
  ]);
}

function fujifilm({ large }: RawOptions): Buffer {
  const head = Buffer.alloc(148);
  head.write('FUJIFILMCCD-RAW 0201FF383501X-T5', 0, 'latin1');
  head.writeUInt32BE(head.length, 84);
  head.writeUInt32BE(large.length, 88);
  return Buffer.concat([head, large, Buffer.alloc(64, 9)]);
}

function sigma({ small, large }: RawOptions): Buffer {
  const section = (jpeg: Buffer): Buffer =>
    Buffer.concat([Buffer.from('SECi', 'latin1'), le32(0x20000, 2, 18, 160, 120, 0), jpeg]);
  const [one, two] = [section(small), section(large)];
  const head = Buffer.concat([Buffer.from('FOVb', 'latin1'), Buffer.alloc(36)]);
  const at = [head.length, head.length + one.length];
  const list = Buffer.concat([
    Buffer.from('SECd', 'latin1'),
    le32(0x20000, 2),
    ...[one, two].map((part, n) => Buffer.concat([le32(at[n] ?? 0, part.length), Buffer.from('IMA2', 'latin1')])),
  ]);
  return Buffer.concat([head, one, two, list, le32(head.length + one.length + two.length)]);
}

/** Offsets in Olympus maker notes count from the start of the notes. */
function olympusNote(jpeg: Buffer): Buffer {
  // The 8-byte TIFF header becomes a 12-byte one, `OLYMPUS\0II\x03\0`, so offsets grow by four.
  const moved = tiffFile(
    [{ 0x2020: { directories: [{ 0x101: { at: jpeg }, 0x102: jpeg.length }] } }],
    'II*\0',
    Buffer.alloc(4),
  );
  moved.write('OLYMPUS\0II\x03\0', 0, 'latin1');
  return moved;
}

/** Creates RAW files by format, with the structure that cameras write. All contain the large JPEG, most the small one too. */
export const RAWS: Readonly<Record<string, (options: RawOptions) => Buffer>> = {
  nef: ({ small, large, orientation = 1, takenAt = '2020:02:02 10:20:30' }) =>
    tiffFile([
      {
        ...{ 254: 1, 256: 160, 257: 120, 259: { short: 1 }, 271: 'NIKON CORPORATION', 274: { short: orientation } },
        330: { directories: [jpegIn(large), SENSOR, jpegIn(small)] },
        34665: { directories: [exif(takenAt)] },
      },
    ]),
  arw: ({ small, large, orientation = 1, takenAt = '2020:02:02 10:20:30' }) =>
    tiffFile([
      {
        ...{ 254: 1, 259: { short: 6 }, 271: 'SONY', 274: { short: orientation } },
        330: { directories: [SENSOR] },
        ...{ 513: { at: large }, 514: large.length },
        34665: { directories: [exif(takenAt)] },
      },
      jpegIn(small),
    ]),
  dng: ({ small, large, orientation = 1, takenAt = '2020:02:02 10:20:30' }) =>
    tiffFile([
      {
        ...{ 254: 1, 256: 160, 257: 120, 259: { short: 1 }, 271: 'Google', 274: { short: orientation } },
        330: { directories: [SENSOR, stripOf(large), stripOf(small)] },
        34665: { directories: [exif(takenAt)] },
        50706: { bytes: Buffer.from([1, 4, 0, 0, 0]) },
      },
    ]),
  cr2: ({ small, large, orientation = 1, takenAt = '2020:02:02 10:20:30' }) =>
    tiffFile(
      [
        { ...stripOf(large), 271: 'Canon', 274: { short: orientation }, 34665: { directories: [exif(takenAt)] } },
        jpegIn(small),
        SENSOR,
      ],
      'II*\0',
      Buffer.from('CR\x02\0\0\0\0\0', 'latin1'),
    ),
  pef: ({ small, large, orientation = 1, takenAt = '2020:02:02 10:20:30' }) =>
    tiffFile([
      {
        ...SENSOR,
        259: { short: 65535 },
        271: 'PENTAX',
        274: { short: orientation },
        34665: { directories: [exif(takenAt)] },
      },
      jpegIn(small),
      jpegIn(large),
    ]),
  srw: ({ large, orientation = 1, takenAt = '2020:02:02 10:20:30' }) =>
    tiffFile([
      {
        ...{ 254: 1, 259: { short: 1 }, 271: 'SAMSUNG', 274: { short: orientation } },
        330: { directories: [jpegIn(large), SENSOR] },
        34665: { directories: [exif(takenAt)] },
      },
    ]),
  rw2: ({ large, orientation = 1, takenAt = '2020:02:02 10:20:30' }) =>
    tiffFile(
      [
        {
          46: { bytes: large },
          271: 'Panasonic',
          274: { short: orientation },
          34665: { directories: [exif(takenAt)] },
        },
      ],
      'IIU\0',
    ),
  orf: ({ large, orientation = 1, takenAt = '2020:02:02 10:20:30' }) =>
    tiffFile(
      [
        {
          ...{ 271: 'OLYMPUS CORPORATION', 274: { short: orientation } },
          34665: { directories: [{ ...exif(takenAt), 37500: { bytes: olympusNote(large) } }] },
        },
      ],
      'IIRO',
    ),
  raf: fujifilm,
  cr3: canonCr3,
  x3f: sigma,
};
