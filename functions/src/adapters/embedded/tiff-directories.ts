import type { ByteReader } from './byte-reader.ts';

/** A field of a TIFF directory: type and number of its values, and their offset in the file. */
export interface Field {
  readonly type: number;
  readonly count: number;
  readonly at: number;
}

/** A TIFF directory: its fields by tag, and its byte order. */
export interface Directory {
  readonly fields: ReadonlyMap<number, Field>;
  readonly isLittle: boolean;
  /** Offset of the next directory, 0 for none. */
  readonly next: number;
}

/** Cameras write about a dozen directories with a few hundred fields; these limits stop loops and malicious files. */
const MAX_DIRECTORIES = 48;
const MAX_FIELDS = 512;
const MAX_VALUES = 64;
const SUB_DIRECTORIES = 330;
const EXIF = 34665;

/** Bytes per value by type: TIFF 6.0 section 2, and IFD (13). */
const SIZES: Readonly<Record<number, number>> = { 1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 13: 4 };

/** Reads the directory at `at`; its offsets are relative to `base`. Undefined if there is none. */
export async function readDirectory(
  bytes: ByteReader,
  at: number,
  { base, isLittle }: { base: number; isLittle: boolean },
): Promise<Directory | undefined> {
  const short = (buffer: Buffer, by: number): number => (isLittle ? buffer.readUInt16LE(by) : buffer.readUInt16BE(by));
  const long = (buffer: Buffer, by: number): number => (isLittle ? buffer.readUInt32LE(by) : buffer.readUInt32BE(by));
  const counted = await bytes.read(at, 2);
  if (at <= 0 || counted.length < 2) return undefined;
  const count = Math.min(short(counted, 0), MAX_FIELDS);
  const table = await bytes.read(at + 2, count * 12 + 4);
  const fields = new Map<number, Field>();
  for (let n = 0; n < count && (n + 1) * 12 <= table.length; n += 1) {
    const [tag, type, values] = [short(table, n * 12), short(table, n * 12 + 2), long(table, n * 12 + 4)];
    const isWithin = values * (SIZES[type] ?? 1) <= 4;
    const place = isWithin ? at + 2 + n * 12 + 8 : base + long(table, n * 12 + 8);
    fields.set(tag, { type, count: values, at: place });
  }
  const next = table.length >= count * 12 + 4 ? long(table, count * 12) : 0;
  return { fields, isLittle, next: next === 0 ? 0 : base + next };
}

/** The integers of a field, up to `MAX_VALUES`; empty for other types. */
export async function readNumbers(bytes: ByteReader, { fields, isLittle }: Directory, tag: number): Promise<number[]> {
  const field = fields.get(tag);
  const size = field && [1, 3, 4, 13].includes(field.type) ? (SIZES[field.type] ?? 0) : 0;
  if (!field || size === 0) return [];
  const buffer = await bytes.read(field.at, size * Math.min(field.count, MAX_VALUES));
  return Array.from({ length: Math.floor(buffer.length / size) }, (_, n) =>
    isLittle ? buffer.readUIntLE(n * size, size) : buffer.readUIntBE(n * size, size),
  );
}

/** The first integer of a field, or undefined. */
export const readNumber = async (bytes: ByteReader, directory: Directory, tag: number): Promise<number | undefined> =>
  (await readNumbers(bytes, directory, tag))[0];

/**
 * The directories of a TIFF structure (TIFF, most RAW formats, an EXIF block) in the order found; the first is the main one. Follows the
 * chain, sub-directories and EXIF, visiting each offset once.
 */
export async function readDirectories(bytes: ByteReader): Promise<Directory[]> {
  const head = await bytes.read(0, 8);
  const order = head.toString('latin1', 0, 2);
  if (head.length < 8 || (order !== 'II' && order !== 'MM')) return [];
  const isLittle = order === 'II';
  const places = [isLittle ? head.readUInt32LE(4) : head.readUInt32BE(4)];
  const seen = new Set<number>();
  const found: Directory[] = [];
  for (let at = places.shift(); at !== undefined && seen.size < MAX_DIRECTORIES; at = places.shift()) {
    if (seen.has(at)) continue;
    seen.add(at);
    const directory = await readDirectory(bytes, at, { base: 0, isLittle });
    if (!directory) continue;
    found.push(directory);
    places.push(
      ...(await readNumbers(bytes, directory, SUB_DIRECTORIES)),
      ...(await readNumbers(bytes, directory, EXIF)),
    );
    if (directory.next !== 0) places.push(directory.next);
  }
  return found;
}
