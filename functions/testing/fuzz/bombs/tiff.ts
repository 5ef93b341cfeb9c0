import { deflateSync } from 'node:zlib';
import { family, type HostileFile } from '../hostile-file.ts';
import { directory, grey, tiff, type TiffEntry } from '../formats/tiff.ts';

const at = (entries: number): number => 8 + 2 + 12 * entries + 4;
const DEFLATE = 8;

/** An image of one strip right after its directory, with additional entries. */
function strip(
  width: number,
  height: number,
  pixels: Buffer,
  { compression = 1, next = 0, more = [] as TiffEntry[], size = pixels.length } = {},
): Buffer {
  const entries = [...grey(width, height, at(9 + more.length), size, compression), ...more];
  return tiff(directory(entries, next), pixels);
}

const small = (more: TiffEntry[] = [], next = 0): Buffer => strip(16, 16, Buffer.alloc(256, 99), { more, next });

/** A chain of directories of a small image, the last of which points to `last`. */
export function chain(count: number, last = 0): Buffer {
  const one = at(9) - 8;
  const pixelsAt = 8 + count * one;
  const entries = grey(16, 16, pixelsAt);
  const directories = Array.from({ length: count }, (_, i) =>
    directory(entries, i + 1 < count ? 8 + (i + 1) * one : last),
  );
  return tiff(...directories, Buffer.alloc(256, 99));
}

const zip = (count: number): Buffer => deflateSync(Buffer.alloc(count), { level: 9 });

/** As many copies of an entry as a directory can count. */
const crowd = (tag: (i: number) => number): TiffEntry[] =>
  Array.from({ length: 65_000 }, (_, i) => [tag(i) & 0xffff, 4, 1, i]);

/** TIFFs that are small and decode to a lot, or whose directories form cycles. */
export const tiffBombs = (): HostileFile[] => [
  ...family('TIFF bomb', ['too-many-pixels', 'unreadable'], {
    '65,535 square': () => strip(65_535, 65_535, Buffer.alloc(100)),
    '4,294,967,295 square': () => strip(2 ** 32 - 1, 2 ** 32 - 1, Buffer.alloc(100)),
    '256 megapixels, deflated': () => strip(16_000, 16_000, zip(16_000 * 16_000), { compression: DEFLATE }),
  }),
  ...family('TIFF bomb', ['ready', 'unreadable', 'too-many-pixels'], {
    'a directory that is its own successor': () => small([], 8),
    'two directories in a cycle': () => chain(2, 8),
    'ten thousand directories': () => chain(10_000),
    'ten thousand directories in a cycle': () => chain(10_000, 8),
    'seventy thousand directories': () => chain(70_000),
    'a next directory outside the file': () => small([], 0x7fffffff),
    'a directory within its own (SubIFD)': () => small([[330, 4, 1, 8]]),
    'an EXIF directory that points to the first': () => small([[34665, 4, 1, 8]]),
    'a GPS directory that points to the first': () => small([[34853, 4, 1, 8]]),
    'sixty-five thousand entries': () => tiff(directory([...grey(16, 16, 0), ...crowd((i) => 40_000 + i)])),
    'the same entry sixty-five thousand times': () => tiff(directory([...grey(16, 16, 0), ...crowd(() => 305)])),
    'more entries than bytes': () => tiff(directory(grey(16, 16, at(9)), 0, 65_535), Buffer.alloc(256)),
    'a text of 4 GB': () => small([[305, 2, 2 ** 32 - 1, 8]]),
    'a profile of 2 GB': () => small([[34675, 7, 2 ** 31, 8]]),
    'an XMP of 4 GB': () => small([[700, 1, 2 ** 32 - 1, 8]]),
    'four billion strips': () =>
      tiff(
        directory(
          grey(16, 16, 8).map(([tag, type, count, value]): TiffEntry =>
            tag === 273 || tag === 279 ? [tag, type, 2 ** 32 - 1, 8] : [tag, type, count, value],
          ),
        ),
      ),
    '200 megapixels in one strip, deflated': () =>
      strip(14_000, 14_000, zip(14_000 * 14_000), { compression: DEFLATE }),
    '200 megapixels without data': () => strip(14_000, 14_000, Buffer.alloc(100), { size: 14_000 * 14_000 }),
    'a strip of 192 MB for 256 pixels': () => strip(16, 16, zip(192 * 2 ** 20), { compression: DEFLATE }),
    'one row a strip, of 100,000': () => {
      const entries = grey(1, 100_000, 0).map(([tag, type, count, value]): TiffEntry =>
        tag === 278
          ? [tag, type, count, 1]
          : tag === 273 || tag === 279
            ? [tag, type, 100_000, at(9)]
            : [tag, type, count, value],
      );
      return tiff(directory(entries), Buffer.alloc(400_000));
    },
    'sixty-five thousand samples a pixel': () => strip(16, 16, Buffer.alloc(256), { more: [[277, 3, 1, 65_535]] }),
    'an unknown compression': () => strip(16, 16, Buffer.alloc(256), { compression: 4242 }),
    'invalid embedded JPEG': () => strip(16, 16, Buffer.alloc(256), { compression: 7 }),
    'invalid embedded WebP': () => strip(16, 16, Buffer.alloc(256), { compression: 50_001 }),
    'invalid embedded LZMA': () => strip(16, 16, Buffer.alloc(256), { compression: 34_925 }),
    'invalid embedded fax': () => strip(4000, 4000, Buffer.alloc(256, 0x5a), { compression: 4 }),
    'a tile of 1 by 4,294,967,295': () =>
      small([
        [322, 4, 1, 1],
        [323, 4, 1, 2 ** 32 - 1],
      ]),
    'a first directory outside the file': () => Buffer.from('II*\0\xff\xff\xff\x7f', 'latin1'),
    'a first directory in its own header': () => Buffer.from('II*\0\0\0\0\0', 'latin1'),
  }),
];
