/** A directory entry: tag, type, count, and its value or offset. */
export type TiffEntry = readonly [tag: number, type: number, count: number, value: number];

/** A little-endian TIFF directory with these entries and the offset of the next one. */
export function directory(entries: readonly TiffEntry[], next = 0, announced = entries.length): Buffer {
  const ifd = Buffer.alloc(2 + entries.length * 12 + 4);
  ifd.writeUInt16LE(announced);
  for (const [i, [tag, type, count, value]] of entries.entries()) {
    ifd.writeUInt16LE(tag, 2 + i * 12);
    ifd.writeUInt16LE(type, 4 + i * 12);
    ifd.writeUInt32LE(count >>> 0, 6 + i * 12);
    ifd.writeUInt32LE(value >>> 0, 10 + i * 12);
  }
  ifd.writeUInt32LE(next >>> 0, ifd.length - 4);
  return ifd;
}

/** A TIFF or EXIF block: a header whose first directory is at 8, and what follows. */
export function tiff(...parts: Buffer[]): Buffer {
  const head = Buffer.from('II*\0\0\0\0\0', 'latin1');
  head.writeUInt32LE(8, 4);
  return Buffer.concat([head, ...parts]);
}

/** The entries of a grey 8-bit image of one strip at `at`. */
export const grey = (
  width: number,
  height: number,
  at: number,
  size = width * height,
  compression = 1,
): TiffEntry[] => [
  [256, 4, 1, width],
  [257, 4, 1, height],
  [258, 3, 1, 8],
  [259, 3, 1, compression],
  [262, 3, 1, 1],
  [273, 4, 1, at],
  [277, 3, 1, 1],
  [278, 4, 1, height],
  [279, 4, 1, size],
];
