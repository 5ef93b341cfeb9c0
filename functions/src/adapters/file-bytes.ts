import { open } from 'node:fs/promises';

/** A file of which parts are read; nothing outside of it is. */
export interface Bytes {
  readonly size: number;
  /** As many bytes as there are from here on, `length` and 64 MiB at most. */
  readonly read: (from: number, length: number) => Promise<Buffer>;
}

const MOST = 64 * 1024 ** 2;

/** Bytes that are in memory already. */
export const bytesOf = (buffer: Buffer): Bytes => ({
  size: buffer.length,
  read: (from, length) => Promise.resolve(buffer.subarray(Math.max(0, from), Math.max(0, from) + Math.max(0, length))),
});

/** Opens a file for the time of one story. */
export async function withBytes<T>(file: string, story: (bytes: Bytes) => Promise<T>): Promise<T> {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    const read = async (from: number, length: number): Promise<Buffer> => {
      const most = Math.max(0, Math.min(length, size - from, MOST));
      if (!Number.isSafeInteger(from) || from < 0 || most === 0) return Buffer.alloc(0);
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(most), 0, most, from);
      return buffer.subarray(0, bytesRead);
    };
    return await story({ size, read });
  } finally {
    await handle.close();
  }
}
