import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createDeflateRaw } from 'node:zlib';
import { userError } from '../../bootstrap/messages.js';

/** Bytes of a folder, and about as many as its zip archive has. */
export interface PackageSize {
  readonly bytes: number;
  readonly compressed: number;
}

/** What Google accepted of a functions' source when this was written; today's limits for 2nd gen are not lower. */
const LIMIT: PackageSize = { bytes: 500e6, compressed: 100e6 };

/** Bytes of a file's entry in a zip archive: deflated, with two headers that contain its name. */
async function compressedBytes(file: string): Promise<number> {
  let bytes = 2 * (file.length + 64);
  const count = async (chunks: AsyncIterable<Buffer>): Promise<void> => {
    for await (const chunk of chunks) bytes += chunk.length;
  };
  await pipeline(createReadStream(file), createDeflateRaw(), count);
  return bytes;
}

/** Measures a folder. */
export async function sizeOf(folder: string): Promise<PackageSize> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const sizes = await Promise.all(
    files.map(async (file) => [(await stat(file)).size, await compressedBytes(file)] as const),
  );
  return {
    bytes: sizes.reduce((sum, [bytes]) => sum + bytes, 0),
    compressed: sizes.reduce((sum, [, compressed]) => sum + compressed, 0),
  };
}

/** Throws a UserError if a package is larger than the limits. */
export function checkSize(size: PackageSize, limit = LIMIT): void {
  const mb = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`;
  if (size.bytes <= limit.bytes && size.compressed <= limit.compressed) return;
  throw userError(
    `함수 묶음이 너무 커요: ${mb(size.bytes)}, 압축하면 ${mb(size.compressed)} (한도 ${mb(limit.bytes)}, ${mb(limit.compressed)}). 더 작은 ffmpeg을 --ffmpeg으로 지정해 주세요.`,
    `The functions' package is too large: ${mb(size.bytes)}, compressed ${mb(size.compressed)} (limits ${mb(limit.bytes)}, ${mb(limit.compressed)}). Name a smaller ffmpeg with --ffmpeg.`,
  );
}
