import { open, type FileHandle } from 'node:fs/promises';

/** Random access to a file or buffer, bounds-checked. */
export interface ByteReader {
  readonly size: number;
  /** Reads up to `length` bytes (64 MiB at most); fewer at the end. */
  readonly read: (from: number, length: number) => Promise<Buffer>;
  /** The offset of the first occurrence of a Latin-1 string at or after `from`; -1 if absent. */
  readonly find: (text: string, from: number) => Promise<number>;
}

const MAX_READ = 64 * 1024 ** 2;
const CHUNK = 256 * 1024;

/** A reader over bytes in memory. */
export const readerOf = (buffer: Buffer): ByteReader => ({
  size: buffer.length,
  read: (from, length) => Promise.resolve(buffer.subarray(Math.max(0, from), Math.max(0, from) + Math.max(0, length))),
  find: (text, from) => Promise.resolve(buffer.indexOf(text, from, 'latin1')),
});

/** Searches a file with one reused buffer, to keep garbage collection out of image processing. */
async function findIn(handle: FileHandle, text: string, from: number): Promise<number> {
  const chunk = Buffer.alloc(CHUNK);
  for (let at = from; ; at += CHUNK - text.length) {
    const { bytesRead } = await handle.read(chunk, 0, CHUNK, at);
    const found = chunk.subarray(0, bytesRead).indexOf(text, 0, 'latin1');
    if (found >= 0) return at + found;
    if (bytesRead < CHUNK) return -1;
  }
}

/** Opens a file for the duration of `task`. */
export async function withReader<T>(file: string, task: (bytes: ByteReader) => Promise<T>): Promise<T> {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    const read = async (from: number, length: number): Promise<Buffer> => {
      const count = Math.max(0, Math.min(length, size - from, MAX_READ));
      if (!Number.isSafeInteger(from) || from < 0 || count === 0) return Buffer.alloc(0);
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(count), 0, count, from);
      return buffer.subarray(0, bytesRead);
    };
    return await task({ size, read, find: (text, from) => findIn(handle, text, from) });
  } finally {
    await handle.close();
  }
}
