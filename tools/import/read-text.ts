import { readFile } from 'node:fs/promises';
import type { LocalFile } from './local-file.ts';

/** Reads a file, also one in a ZIP. Rejects if it has more than `maxBytes`, or cannot be read. */
export async function readBytes({ path, inZip, size }: LocalFile, maxBytes: number): Promise<Uint8Array> {
  if (size > maxBytes) throw new Error(`${path} has ${String(size)} bytes`);
  if (!inZip) return readFile(path);
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const [bytes] = await Promise.all([new Response(readable).bytes(), inZip.entry.inflate(writable)]);
  return bytes;
}

/** Reads a file as text in UTF-8, without its byte order mark. */
export const readText = async (file: LocalFile, maxBytes: number): Promise<string> =>
  new TextDecoder().decode(await readBytes(file, maxBytes));
