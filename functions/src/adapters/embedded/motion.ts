import { MAX_MOTION_BYTES } from '@maru/model';
import { boxesIn } from './iso-boxes.ts';
import type { Bytes } from './byte-reader.ts';

/** A part of a file, in bytes. */
export interface Part {
  readonly from: number;
  readonly length: number;
}

/** Samsung's name of the part that holds the video. */
const MARK = 'MotionPhoto_Data';
const MAX_ENTRIES = 64;
const MAX_XMP = 256 * 1024;

/** A number that XMP says of this name, as an attribute or as an element. */
const numberIn = (xmp: string, name: string): number | undefined => {
  const text = new RegExp(`\\b${name}(?:=["']|>)\\s*(\\d{1,15})`).exec(xmp)?.[1];
  return text === undefined ? undefined : Number(text);
};

/**
 * How far from the end of the file its video begins, by XMP: MicroVideo (version 1), and Motion Photo 1.0, whose directory lists
 * what lies behind the picture in its order. Undefined where XMP speaks of none.
 */
export function fromEndByXmp(xmp: string): Part | undefined {
  const text = xmp.slice(0, MAX_XMP);
  const offset = numberIn(text, 'MicroVideo') === 1 ? numberIn(text, 'MicroVideoOffset') : undefined;
  if (offset !== undefined) return { from: offset, length: offset };
  const items = text.split(/<rdf:li\b/).slice(1, MAX_ENTRIES);
  const at = items.findIndex((item) => /\bSemantic(?:=["']|>)\s*MotionPhoto\b/.test(item));
  const length = numberIn(items[at] ?? '', 'Length');
  if (at < 0 || length === undefined) return undefined;
  const behind = items.slice(at + 1).map((item) => (numberIn(item, 'Length') ?? 0) + (numberIn(item, 'Padding') ?? 0));
  return { from: behind.reduce((sum, one) => sum + one, length + (numberIn(items[at] ?? '', 'Padding') ?? 0)), length };
}

/** Samsung's list at the end of a file names its parts by how far before the list they begin. */
async function inSamsungList(bytes: Bytes): Promise<Part | undefined> {
  const tail = await bytes.read(bytes.size - 8, 8);
  if (tail.length < 8 || tail.toString('latin1', 4) !== 'SEFT') return undefined;
  const listAt = bytes.size - 8 - tail.readUInt32LE(0);
  const list = await bytes.read(listAt, 12 + 12 * MAX_ENTRIES);
  if (list.length < 12 || list.toString('latin1', 0, 4) !== 'SEFH') return undefined;
  const count = Math.min(list.readUInt32LE(8), Math.floor((list.length - 12) / 12));
  for (let n = 0; n < count; n += 1) {
    const from = listAt - list.readUInt32LE(16 + 12 * n);
    const length = list.readUInt32LE(20 + 12 * n);
    const name = await bytes.read(from + 4, 4 + MARK.length);
    // Eight bytes and the name stand before what it holds.
    if (name.toString('latin1', 4) === MARK) return { from: from + 8 + MARK.length, length: length - 8 - MARK.length };
  }
  return undefined;
}

/** Where Samsung's name stands by itself, as far as a video may be from the end: the video is all that follows. */
async function behindMark(bytes: Bytes): Promise<Part | undefined> {
  const found = await bytes.find(MARK, Math.max(0, bytes.size - MAX_MOTION_BYTES));
  const from = found + MARK.length;
  return found < 0 ? undefined : { from, length: bytes.size - from };
}

/** Whether what lies there can be a video: within the file, not too large, and beginning as an MP4 does. */
async function isVideo(bytes: Bytes, { from, length }: Part): Promise<boolean> {
  if (from <= 0 || length < 16 || length > MAX_MOTION_BYTES || from + length > bytes.size) return false;
  const head = await bytes.read(from, 12);
  return head.toString('latin1', 4, 8) === 'ftyp';
}

/**
 * The video that a motion photo carries: in a HEIC's box `mpvd`, behind a JPEG where Samsung's list, XMP or Samsung's mark
 * says. Undefined where there is none, or where what is said is not so.
 */
export async function motionIn(bytes: Bytes, format: string, xmp: string | undefined): Promise<Part | undefined> {
  const candidates: (() => Promise<Part | undefined>)[] = [
    async () => (format === 'jpeg' ? undefined : (await boxesIn(bytes)).find(({ type }) => type === 'mpvd')),
    () => inSamsungList(bytes),
    () => {
      const end = xmp === undefined ? undefined : fromEndByXmp(xmp);
      return Promise.resolve(end && { from: bytes.size - end.from, length: end.length });
    },
    () => (format === 'jpeg' ? behindMark(bytes) : Promise.resolve(undefined)),
  ];
  for (const candidate of candidates) {
    const part = await candidate();
    if (part && (await isVideo(bytes, part))) return { from: part.from, length: part.length };
  }
  return undefined;
}
