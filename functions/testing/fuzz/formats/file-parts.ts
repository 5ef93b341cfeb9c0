import { overwrite } from './box.ts';

/** A part of a file: its offset and size, including its header. */
export interface Part {
  readonly name: string;
  readonly at: number;
  readonly size: number;
}

/** The marker segments of a JPEG (ITU-T T.81 annex B), with the scan as the last one. */
export function segmentsOf(jpeg: Buffer): Part[] {
  const parts: Part[] = [];
  for (let at = 2; at + 4 <= jpeg.length;) {
    const marker = jpeg.readUInt8(at + 1);
    const size = jpeg.readUInt16BE(at + 2) + 2;
    parts.push({ name: marker.toString(16), at, size });
    at += size;
    if (marker !== 0xda) continue;
    parts.push({ name: 'scan', at, size: jpeg.length - at });
    return parts;
  }
  return parts;
}

/** The chunks of a PNG. */
export function chunksOf(png: Buffer): Part[] {
  const parts: Part[] = [];
  for (let at = 8; at + 12 <= png.length; at += 12 + png.readUInt32BE(at))
    parts.push({ name: png.toString('latin1', at + 4, at + 8), at, size: 12 + png.readUInt32BE(at) });
  return parts;
}

/** The chunks of a RIFF file: WebP, WAV, AVI. */
export function riffOf(riff: Buffer): Part[] {
  const parts: Part[] = [];
  for (let at = 12; at + 8 <= riff.length;) {
    const size = 8 + riff.readUInt32LE(at + 4);
    parts.push({ name: riff.toString('latin1', at, at + 4).trim(), at, size });
    at += size + (size % 2);
  }
  return parts;
}

/** Boxes that contain others, and how many of their own bytes precede them. */
const CONTAINERS: Readonly<Record<string, number>> = {
  moov: 0,
  trak: 0,
  mdia: 0,
  minf: 0,
  dinf: 0,
  stbl: 0,
  udta: 0,
  iprp: 0,
  ipco: 0,
  meta: 4,
};

/** The boxes of an ISO base media file (ISO/IEC 14496-12), including nested ones. */
export function boxesOf(file: Buffer, from = 0, to = file.length): Part[] {
  const parts: Part[] = [];
  for (let at = from; at + 8 <= to;) {
    const size = file.readUInt32BE(at) || to - at;
    const name = file.toString('latin1', at + 4, at + 8);
    parts.push({ name, at, size });
    const own = CONTAINERS[name];
    if (own !== undefined) parts.push(...boxesOf(file, at + 8 + own, Math.min(at + size, to)));
    at += Math.max(size, 8);
  }
  return parts;
}

/** Returns the box with this name, or the one at `index` of several. */
export function boxOf(file: Buffer, name: string, index = 0): Part {
  const found = boxesOf(file).filter((box) => box.name === name)[index];
  if (!found) throw new Error(`no ${name}`);
  return found;
}

/** Overwrites a field of a box at an offset within the box. */
export const withField = (file: Buffer, name: string, offset: number, bytes: Buffer, index = 0): Buffer =>
  overwrite(file, boxOf(file, name, index).at + offset, bytes);

/** Replaces a box; enclosing boxes grow with it. Moves what follows it. */
export function replaceBox(file: Buffer, { at, size }: Part, by: Buffer): Buffer {
  const copy = Buffer.concat([file.subarray(0, at), by, file.subarray(at + size)]);
  for (const container of boxesOf(file))
    if (container.at < at && container.at + container.size >= at + size)
      copy.writeUInt32BE(container.size + by.length - size, container.at);
  return copy;
}
