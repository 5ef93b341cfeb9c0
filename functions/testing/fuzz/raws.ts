import { brotliCompressSync } from 'node:zlib';
import { ascii, box, u32 } from './formats/box.ts';
import { sized } from './bombs/jpeg.ts';
import { seededRandom } from './random.ts';
import { family, type HostileFile, type ValidFiles } from './hostile-file.ts';
import { directory, tiff, type TiffEntry } from './formats/tiff.ts';

const DNG: TiffEntry = [50_706, 1, 4, 0x00000401];
const MAKER = 37_500;
const LOTS = 2 ** 32 - 1;

/** A DNG with these entries in its first directory, followed by `parts`. */
const raw = (entries: readonly TiffEntry[], next = 0, ...parts: Buffer[]): Buffer =>
  tiff(directory([DNG, ...entries], next), ...parts);
const endOfDirectory = (entries: number): number => 8 + 2 + 12 * (entries + 1) + 4;

/** A DNG with a preview at an offset and with a length. */
const preview = (bytes: Buffer, at = endOfDirectory(2), length = bytes.length): Buffer =>
  raw(
    [
      [513, 4, 1, at],
      [514, 4, 1, length],
    ],
    0,
    bytes,
  );

const le = (n: number): Buffer => Buffer.from(u32(n)).reverse();

const tiffs = ({ jpeg, progressive, png, heic }: ValidFiles): Record<string, () => Buffer> => ({
  'no preview': () => raw([]),
  'a preview outside of it': () => preview(jpeg, 0x7fffffff),
  'a preview of 4 GB': () => preview(jpeg, endOfDirectory(2), LOTS),
  'a preview at 0': () => preview(jpeg, 0),
  'a preview that is itself': () => preview(jpeg, 8, 900),
  'a preview of noise': () => preview(seededRandom('preview').bytes(9000)),
  'a preview that is half there': () => preview(jpeg.subarray(0, jpeg.length / 2)),
  'a preview that is a PNG': () => preview(png),
  'a preview that is a HEIC': () => preview(heic),
  'a preview of 65,500 square': () => preview(sized(jpeg, 65_500, 65_500)),
  'a preview of 196 megapixels, progressive': () => preview(sized(progressive, 14_000, 14_000)),
  'a preview of zero size': () => preview(sized(jpeg, 0, 0)),
  'a playlist as its image': () => preview(ascii('#EXTM3U\nhttp://127.0.0.1:9/maru\n')),
  'directories in a cycle': () =>
    raw(
      [
        [330, 4, 1, 8],
        [34_665, 4, 1, 8],
      ],
      8,
    ),
  'sixty-four directories, all of them the first': () =>
    raw([[330, 4, 64, endOfDirectory(1)]], 0, Buffer.concat(Array.from({ length: 64 }, () => le(8)))),
  'four billion directories': () => raw([[330, 4, LOTS, 8]]),
  'a directory in every byte': () =>
    raw([[330, 4, 500, endOfDirectory(1)]], 0, Buffer.concat(Array.from({ length: 500 }, (_, i) => le(i)))),
  'four billion strips of a JPEG': () =>
    raw([
      [259, 3, 1, 7],
      [273, 4, LOTS, 8],
      [279, 4, LOTS, 8],
    ]),
  'an orientation of 99': () =>
    raw(
      [
        [274, 3, 1, 99],
        [513, 4, 1, endOfDirectory(3)],
        [514, 4, 1, jpeg.length],
      ],
      0,
      jpeg,
    ),
  'Olympus notes in a cycle': () =>
    raw([[MAKER, 7, 64, endOfDirectory(1)]], 0, ascii('OLYMPUS\0II\x03\0'), directory([[0x2020, 13, 1, 12]])),
  'empty Olympus notes': () => raw([[MAKER, 7, LOTS, endOfDirectory(1)]], 0, ascii('OLYMPUS\0')),
  'Panasonic, a JPEG of 4 GB': () => Buffer.concat([ascii('IIU\0\x08\0\0\0'), directory([[0x2e, 7, LOTS, 8]])]),
  'Canon, truncated in its marker': () => ascii('II*\0\x10\0\0\0CR\x02\0'),
});

const boxed = ({ jpeg }: ValidFiles): Record<string, () => Buffer> => {
  const cr3 = box('ftyp', ascii('crx \0\0\0\x01crx isom'));
  const uuid = (...parts: Buffer[]): Buffer => box('uuid', Buffer.alloc(16, 7), ...parts);
  const jxl = (...boxes: Buffer[]): Buffer =>
    Buffer.concat([
      box('JXL ', Buffer.from([0x0d, 0x0a, 0x87, 0x0a])),
      box('ftyp', ascii('jxl \0\0\0\0jxl ')),
      ...boxes,
    ]);
  return {
    'CR3: no preview': () => cr3,
    'CR3: a preview that is shorter than its head': () => Buffer.concat([cr3, uuid(box('PRVW', Buffer.alloc(3)))]),
    'CR3: a preview of noise': () => Buffer.concat([cr3, uuid(box('PRVW', seededRandom('cr3').bytes(5000)))]),
    'CR3: a thousand nested boxes': () =>
      Buffer.concat([cr3, ...Array.from({ length: 1000 }, () => uuid(uuid(uuid(box('PRVW', jpeg)))))]),
    'CR3: notes in a cycle': () => Buffer.concat([cr3, uuid(box('CMT1', tiff(directory([[330, 4, 1, 8]], 8))))]),
    'RAF: a preview outside of it': () =>
      Buffer.concat([ascii('FUJIFILMCCD-RAW '.padEnd(84)), u32(0x7fffffff), u32(0x7fffffff)]),
    'RAF: a preview that is itself': () => Buffer.concat([ascii('FUJIFILMCCD-RAW '.padEnd(84)), u32(1), u32(80)]),
    'RAF: truncated in its directory': () => ascii('FUJIFILMCCD-RAW '.padEnd(86)),
    'X3F: a directory that is itself': () =>
      Buffer.concat([
        ascii('FOVb'),
        Buffer.alloc(40),
        ascii('SECd'),
        le(1),
        le(0xffffffff),
        Buffer.alloc(400, 44),
        le(44),
      ]),
    'X3F: a directory outside of it': () => Buffer.concat([ascii('FOVb'), Buffer.alloc(40), Buffer.alloc(4, 0xff)]),
    'JPEG XL: an EXIF that unpacks to 192 MB': () =>
      jxl(box('brob', ascii('Exif'), brotliCompressSync(Buffer.alloc(192 * 2 ** 20)))),
    'JPEG XL: an EXIF that is 4 GB away': () => jxl(box('Exif', u32(LOTS), Buffer.alloc(100))),
    'JPEG XL: an EXIF of noise': () => jxl(box('brob', ascii('Exif'), seededRandom('brob').bytes(5000))),
    'JPEG XL: an EXIF in a cycle': () =>
      jxl(
        box(
          'Exif',
          u32(0),
          tiff(
            directory(
              [
                [330, 4, 1, 8],
                [34_665, 4, 1, 8],
              ],
              8,
            ),
          ),
        ),
      ),
    'JPEG XL: ten thousand boxes': () => jxl(...Array.from({ length: 10_000 }, () => box('Exif', u32(0)))),
    'JPEG XL: pixels of noise': () => jxl(box('jxlc', seededRandom('jxl').bytes(50_000))),
    'a codestream of noise': () => Buffer.concat([Buffer.from([0xff, 0x0a]), seededRandom('jxl 2').bytes(50_000)]),
  };
};

/** RAWs and JPEG XLs with wrong references: stored as unsupported, or shown by an existing preview. */
export const raws = (wholes: ValidFiles): HostileFile[] =>
  family('RAW', ['ready', 'unreadable', 'no-decoder'], { ...tiffs(wholes), ...boxed(wholes) }, { takenAt: null });
