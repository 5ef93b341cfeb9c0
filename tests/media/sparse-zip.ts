import { open } from 'node:fs/promises';
import { crc32 } from 'node:zlib';

/** A file in a sparse ZIP: its bytes, which are stored, or the number of zeros that are a hole. */
export type SparseContent = readonly [path: string, content: Buffer | number];

const ZIP64_VERSION = 45;
const UTF8_NAMES = 0x800;
/** 1 January 2024. */
const DOS_DATE = ((2024 - 1980) << 9) | (1 << 5) | 1;
const IN_ZIP64 = 0xffffffff;

/** Little-endian numbers, each with its bytes. */
function fields(...all: readonly (readonly [bytes: 2 | 4 | 8, value: number])[]): Buffer {
  return Buffer.concat(
    all.map(([bytes, value]) => {
      const field = Buffer.alloc(8);
      field.writeBigUInt64LE(BigInt(value));
      return field.subarray(0, bytes);
    }),
  );
}

/** What the local header and the directory have in common; the sizes are in the extra field. */
const common = (name: Buffer, crc: number, extra: Buffer): Buffer =>
  fields(
    [2, ZIP64_VERSION],
    [2, UTF8_NAMES],
    [2, 0],
    [2, 0],
    [2, DOS_DATE],
    [4, crc],
    [4, IN_ZIP64],
    [4, IN_ZIP64],
    [2, name.length],
    [2, extra.length],
  );

const zip64 = (...sizes: readonly number[]): Buffer =>
  fields([2, 1], [2, 8 * sizes.length], ...sizes.map((size) => [8, size] as const));

/**
 * Writes a ZIP64 whose holes take no space on the disk. All sizes and offsets are in ZIP64 records. The CRC-32 of a hole is wrong: nobody is to read it.
 */
export async function writeSparseZip(path: string, files: readonly SparseContent[]): Promise<void> {
  const file = await open(path, 'w');
  let at = 0;
  const write = async (bytes: Buffer): Promise<void> => {
    await file.write(bytes, 0, bytes.length, at);
    at += bytes.length;
  };
  const entries: Buffer[] = [];
  for (const [name, content] of files) {
    const [label, offset] = [Buffer.from(name), at];
    const isHole = typeof content === 'number';
    const size = isHole ? content : content.length;
    const crc = isHole ? 0 : crc32(content);
    const extra = zip64(size, size);
    await write(Buffer.concat([fields([4, 0x04034b50]), common(label, crc, extra), label, extra]));
    if (isHole) at += size;
    else await write(content);
    const located = zip64(size, size, offset);
    const header = [fields([4, 0x02014b50], [2, ZIP64_VERSION]), common(label, crc, located)];
    const attributes = fields([2, 0], [2, 0], [2, 0], [4, 0], [4, IN_ZIP64]);
    entries.push(...header, attributes, label, located);
  }
  const [start, directory] = [at, Buffer.concat(entries)];
  await write(directory);
  const end = at;
  const versions = fields([2, ZIP64_VERSION], [2, ZIP64_VERSION], [4, 0], [4, 0]);
  const counts = fields([8, files.length], [8, files.length], [8, directory.length], [8, start]);
  await write(Buffer.concat([fields([4, 0x06064b50], [8, 44]), versions, counts]));
  await write(fields([4, 0x07064b50], [4, 0], [8, end], [4, 1]));
  await write(fields([4, 0x06054b50], [2, 0], [2, 0], [2, 0xffff], [2, 0xffff], [4, IN_ZIP64], [4, IN_ZIP64], [2, 0]));
  await file.close();
}
