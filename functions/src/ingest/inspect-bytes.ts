import { ProcessingError, sniff, type FileFormat } from '@maru/model';
import type { Originals, ObjectDigest } from '../ports/objects.ts';

/** An object that came whole: what was seen of its bytes, and which generation of it they are. */
export interface CompleteObject extends ObjectDigest {
  readonly generation: string;
}

/** Reads all bytes of an object by `read`; throws Refusal where there are none, or more than `most`. */
export async function readComplete(
  originals: Originals,
  name: string,
  most: number,
  read: () => Promise<ObjectDigest>,
): Promise<CompleteObject> {
  const stat = await originals.stat(name);
  if (!stat) throw new ProcessingError('damaged', 'nothing came');
  if (stat.size === 0) throw new ProcessingError('empty');
  if (stat.size > most) throw new ProcessingError('too-large');
  const seen = await read();
  // What was read in part says nothing of what came, which goes away if it is damaged.
  if (seen.size !== stat.size) throw new Error(`${seen.size} of ${stat.size} bytes came`);
  return { ...seen, generation: stat.generation };
}

/** What the bytes are, whatever the name says; throws Refusal where that is no photo, video or sound that we can read. */
export function detectMedia(head: Uint8Array): Exclude<FileFormat, { kind: 'unsupported' }> {
  const sniffed = sniff(head);
  if (!sniffed) throw new ProcessingError('not-media');
  if (sniffed.kind === 'unsupported') throw new ProcessingError('no-decoder', sniffed.format);
  return sniffed;
}

/** Removes an object, whatever generation it is; it may be gone. */
export async function removeObject(originals: Originals, name: string): Promise<void> {
  const stat = await originals.stat(name);
  if (stat) await originals.remove(name, stat.generation);
}
