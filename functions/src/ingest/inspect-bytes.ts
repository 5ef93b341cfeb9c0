import {
  endOfId3,
  itemIdOf,
  originalName,
  ProcessingError,
  sniff,
  type FileFormat,
  type Item,
  type ItemId,
  type LibraryId,
} from '@maru/model';
import type { Originals, ObjectDigest, ObjectStat } from '../ports/objects.ts';

/** The digest of a complete object, and its generation. */
export interface CompleteObject extends ObjectDigest {
  readonly generation: string;
}

/**
 * Reads a whole object with `read`, after `stat` was read; throws ProcessingError if it is missing, empty or larger than `limit` bytes.
 */
export async function readComplete(
  stat: ObjectStat | undefined,
  limit: number,
  read: () => Promise<ObjectDigest>,
): Promise<CompleteObject> {
  if (!stat) throw new ProcessingError('damaged', 'no object');
  if (stat.size === 0) throw new ProcessingError('empty');
  if (stat.size > limit) throw new ProcessingError('too-large');
  const digest = await read();
  // A partial read is no proof that the object is damaged, for which it would be deleted.
  if (digest.size !== stat.size) throw new Error(`${digest.size} of ${stat.size} bytes read`);
  return { ...digest, generation: stat.generation };
}

/**
 * Throws ProcessingError `damaged` unless the hash of an original is its item's id, and removes it then; not if it was processed before, because then it
 * had the right bytes and this is an error in reading it.
 */
export async function requireIntact(
  originals: Originals,
  { library, item }: { readonly library: LibraryId; readonly item: ItemId },
  { mediaInfo }: Pick<Item, 'mediaInfo'>,
  { sha256, generation }: CompleteObject,
): Promise<void> {
  if (itemIdOf(sha256) === item) return;
  if (!mediaInfo) await originals.remove(originalName(library, item), generation);
  throw new ProcessingError('damaged');
}

/** How many bytes after an ID3 tag tell what follows it. */
const AFTER_ID3_BYTES = 16;

/** Detects the format of an original from its first bytes; a cover in an ID3 tag hides what follows it, which is read then. */
export async function sniffOriginal(
  originals: Pick<Originals, 'read'>,
  name: string,
  { head, size }: Pick<ObjectDigest, 'head' | 'size'>,
): Promise<FileFormat | undefined> {
  const start = endOfId3(head) ?? 0;
  const end = start + AFTER_ID3_BYTES - 1;
  if (start < head.length || end >= size) return sniff(head);
  const following: Uint8Array[] = [];
  for await (const part of originals.read(name, { start, end })) following.push(part);
  return sniff(head, Buffer.concat(following));
}

/** Requires a supported photo, video or audio format; throws ProcessingError. */
export function requireMedia(format: FileFormat | undefined): Exclude<FileFormat, { kind: 'unsupported' }> {
  if (!format) throw new ProcessingError('not-media');
  if (format.kind === 'unsupported') throw new ProcessingError('no-decoder', format.format);
  return format;
}

/** Removes an object in any generation; does nothing if it does not exist. */
export async function removeObject(originals: Originals, name: string): Promise<void> {
  const stat = await originals.stat(name);
  if (stat) await originals.remove(name, stat.generation);
}
