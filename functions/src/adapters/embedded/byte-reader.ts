import { open, type FileHandle } from 'node:fs/promises';

/** A file of which parts are read; nothing outside of it is. */
export interface Bytes {
  readonly size: number;
  /** As many bytes as there are from here on, `length` and 64 MiB at most. */
  readonly read: (from: number, length: number) => Promise<Buffer>;
  /** Where these Latin-1 letters stand first, from here on; -1 where they do not. */
  readonly find: (letters: string, from: number) => Promise<number>;
}

const MOST = 64 * 1024 ** 2;
const PIECE = 256 * 1024;

/** Bytes that are in memory already. */
export const bytesOf = (buffer: Buffer): Bytes => ({
  size: buffer.length,
  read: (from, length) => Promise.resolve(buffer.subarray(Math.max(0, from), Math.max(0, from) + Math.max(0, length))),
  find: (letters, from) => Promise.resolve(buffer.indexOf(letters, from, 'latin1')),
});

/** Looks through a file with one piece of memory: a new one for each would have to be collected while the picture is made. */
async function findIn(handle: FileHandle, letters: string, from: number): Promise<number> {
  const piece = Buffer.alloc(PIECE);
  for (let at = from; ; at += PIECE - letters.length) {
    const { bytesRead } = await handle.read(piece, 0, PIECE, at);
    const found = piece.subarray(0, bytesRead).indexOf(letters, 0, 'latin1');
    if (found >= 0) return at + found;
    if (bytesRead < PIECE) return -1;
  }
}

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
    return await story({ size, read, find: (letters, from) => findIn(handle, letters, from) });
  } finally {
    await handle.close();
  }
}
