import { MAX_MOTION_BYTES } from '@maru/model';
import { readBoxes } from './iso-boxes.ts';
import type { ByteReader } from './byte-reader.ts';

/** A byte range of a file. */
export interface Part {
  readonly from: number;
  readonly length: number;
}

/** Samsung's marker before the video. */
const MARKER = 'MotionPhoto_Data';
const MAX_ENTRIES = 64;
const MAX_XMP = 256 * 1024;

/** A numeric XMP property, written as an attribute or an element. */
const numberIn = (xmp: string, name: string): number | undefined => {
  const text = new RegExp(`\\b${name}(?:=["']|>)\\s*(\\d{1,15})`).exec(xmp)?.[1];
  return text === undefined ? undefined : Number(text);
};

/**
 * The distance of the video from the end of the file, by XMP: MicroVideo (version 1), or Motion Photo 1.0, whose directory lists in order
 * what follows the image. Undefined if XMP names no video.
 */
function offsetFromEndByXmp(xmp: string): Part | undefined {
  const text = xmp.slice(0, MAX_XMP);
  const offset = numberIn(text, 'MicroVideo') === 1 ? numberIn(text, 'MicroVideoOffset') : undefined;
  if (offset !== undefined) return { from: offset, length: offset };
  const items = text.split(/<rdf:li\b/).slice(1, MAX_ENTRIES);
  const at = items.findIndex((item) => /\bSemantic(?:=["']|>)\s*MotionPhoto\b/.test(item));
  const length = numberIn(items[at] ?? '', 'Length');
  if (at < 0 || length === undefined) return undefined;
  const following = items
    .slice(at + 1)
    .map((item) => (numberIn(item, 'Length') ?? 0) + (numberIn(item, 'Padding') ?? 0));
  return {
    from: following.reduce((sum, one) => sum + one, length + (numberIn(items[at] ?? '', 'Padding') ?? 0)),
    length,
  };
}

/** Samsung's trailer lists its parts by their distance before the list. */
async function findInSamsungTrailer(bytes: ByteReader): Promise<Part | undefined> {
  const tail = await bytes.read(bytes.size - 8, 8);
  if (tail.length < 8 || tail.toString('latin1', 4) !== 'SEFT') return undefined;
  const listAt = bytes.size - 8 - tail.readUInt32LE(0);
  const list = await bytes.read(listAt, 12 + 12 * MAX_ENTRIES);
  if (list.length < 12 || list.toString('latin1', 0, 4) !== 'SEFH') return undefined;
  const count = Math.min(list.readUInt32LE(8), Math.floor((list.length - 12) / 12));
  for (let n = 0; n < count; n += 1) {
    const from = listAt - list.readUInt32LE(16 + 12 * n);
    const length = list.readUInt32LE(20 + 12 * n);
    const name = await bytes.read(from + 4, 4 + MARKER.length);
    // A header of eight bytes and the marker precede the content.
    if (name.toString('latin1', 4) === MARKER)
      return { from: from + 8 + MARKER.length, length: length - 8 - MARKER.length };
  }
  return undefined;
}

/** Searches for Samsung's marker without a trailer; the video is everything after it. */
async function findAfterMarker(bytes: ByteReader): Promise<Part | undefined> {
  const found = await bytes.find(MARKER, Math.max(0, bytes.size - MAX_MOTION_BYTES));
  const from = found + MARKER.length;
  return found < 0 ? undefined : { from, length: bytes.size - from };
}

/** Whether a range can be a video: inside the file, within the size limit, with an MP4 signature. */
async function isVideo(bytes: ByteReader, { from, length }: Part): Promise<boolean> {
  if (from <= 0 || length < 16 || length > MAX_MOTION_BYTES || from + length > bytes.size) return false;
  const head = await bytes.read(from, 12);
  return head.toString('latin1', 4, 8) === 'ftyp';
}

/**
 * Finds the video of a motion photo: in a HEIC's box `mpvd`, or after a JPEG as given by Samsung's trailer, XMP or Samsung's marker.
 * Undefined if there is none or the range is not a video.
 */
export async function findMotion(
  bytes: ByteReader,
  format: string,
  xmp: string | undefined,
): Promise<Part | undefined> {
  const candidates: (() => Promise<Part | undefined>)[] = [
    async () => (format === 'jpeg' ? undefined : (await readBoxes(bytes)).find(({ type }) => type === 'mpvd')),
    () => findInSamsungTrailer(bytes),
    () => {
      const end = xmp === undefined ? undefined : offsetFromEndByXmp(xmp);
      return Promise.resolve(end && { from: bytes.size - end.from, length: end.length });
    },
    () => (format === 'jpeg' ? findAfterMarker(bytes) : Promise.resolve(undefined)),
  ];
  for (const candidate of candidates) {
    const part = await candidate();
    if (part && (await isVideo(bytes, part))) return { from: part.from, length: part.length };
  }
  return undefined;
}
