import { readFile } from 'node:fs/promises';
import type { LocalFile } from './local-file.ts';

/** Reads a file as text, also one in a ZIP. Rejects if it has more than `maxBytes`, or cannot be read. */
export async function readText({ path, inZip, size }: LocalFile, maxBytes: number): Promise<string> {
  if (size > maxBytes) throw new Error(`${path} has ${String(size)} bytes`);
  if (!inZip) return readFile(path, 'utf8');
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const [text] = await Promise.all([new Response(readable).text(), inZip.entry.inflate(writable)]);
  return text;
}
