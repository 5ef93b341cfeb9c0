import { family, type HostileFile, type ValidFiles } from '../hostile-file.ts';

/** A BMP that claims another size and number of bits. */
function bmpOf(file: Buffer, width: number, height: number, bits = 24, compression = 0): Buffer {
  const copy = Buffer.from(file);
  copy.writeInt32LE(width, 18);
  copy.writeInt32LE(height, 22);
  copy.writeUInt16LE(bits, 28);
  copy.writeUInt32LE(compression, 30);
  return copy;
}

const SIZ = Buffer.from([0xff, 0x51]);
/** Fields of SIZ (ITU-T T.800, table A.9), from its marker, in bytes. */
const [WIDTH, HEIGHT, TILE_WIDTH, TILE_HEIGHT] = [6, 10, 22, 26];

/** A JPEG 2000 whose SIZ has other values. */
function jp2Of(file: Buffer, fields: readonly (readonly [number, number])[]): Buffer {
  const copy = Buffer.from(file);
  const at = copy.indexOf(SIZ);
  for (const [field, value] of fields) copy.writeUInt32BE(value, at + field);
  return copy;
}

/** BMPs and JPEG 2000s that are small and decode to a lot. */
export const ffmpegImageBombs = ({ bmp, jp2 }: ValidFiles): HostileFile[] =>
  family('ffmpeg image bomb', ['ready', 'too-many-pixels', 'unreadable', 'timed-out'], {
    'BMP: claims 65,535 square': () => bmpOf(bmp, 65_535, 65_535),
    'BMP: claims 2,147,483,647 square': () => bmpOf(bmp, 0x7fffffff, 0x7fffffff),
    'BMP: claims 5,900 square': () => bmpOf(bmp, 5900, 5900),
    'BMP: claims 5,900 square in runs': () => bmpOf(bmp, 5900, 5900, 8, 1),
    'BMP: upside down by 2,147,483,648': () => bmpOf(bmp, 100, -0x80000000),
    'BMP: in JPEG': () => bmpOf(bmp, 320, 240, 0, 4),
    'JPEG 2000: claims 65,535 square': () =>
      jp2Of(jp2, [
        [WIDTH, 65_535],
        [HEIGHT, 65_535],
      ]),
    'JPEG 2000: claims 5,900 square': () =>
      jp2Of(jp2, [
        [WIDTH, 5900],
        [HEIGHT, 5900],
      ]),
    'JPEG 2000: 34 million tiles': () =>
      jp2Of(jp2, [
        [WIDTH, 5900],
        [HEIGHT, 5900],
        [TILE_WIDTH, 1],
        [TILE_HEIGHT, 1],
      ]),
    'JPEG 2000: a tile of 4,294,967,295 square': () =>
      jp2Of(jp2, [
        [TILE_WIDTH, 0xffffffff],
        [TILE_HEIGHT, 0xffffffff],
      ]),
  });
