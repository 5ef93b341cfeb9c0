import type { Size } from '@maru/model';

const SHORT = 3;
const LONG = 4;
const UNDEFINED = 7;

/** Raw RGB or RGBA pixels, 8 bits per sample, or 16 in native byte order. */
export interface RawPixels extends Size {
  readonly channels: 3 | 4;
  readonly bits: 8 | 16;
  readonly data: Uint8Array;
}

/** Encodes pixels as an uncompressed TIFF 6.0 with an ICC profile (tag 34675): the only way to give sharp raw pixels with a profile. */
export function encodeTiff({ width, height, channels, bits, data }: RawPixels, profile: Buffer): Buffer {
  type Entry = [tag: number, type: number, count: number, value: number];
  const alpha: Entry[] = channels === 4 ? [[338, SHORT, 1, 2]] : [];
  const entries: Entry[] = [
    [256, LONG, 1, width],
    [257, LONG, 1, height],
    [258, SHORT, channels, 0],
    [259, SHORT, 1, 1],
    [262, SHORT, 1, 2],
    [273, LONG, 1, 0],
    [277, SHORT, 1, channels],
    [278, LONG, 1, height],
    [279, LONG, 1, data.length],
    ...alpha,
    [34675, UNDEFINED, profile.length, 0],
  ];
  const bitsAt = 8 + 2 + entries.length * 12 + 4;
  const profileAt = bitsAt + 8;
  const pixelsAt = profileAt + profile.length + (profile.length % 2);
  const where: Record<number, number> = { 258: bitsAt, 273: pixelsAt, 34675: profileAt };
  const head = Buffer.alloc(pixelsAt);
  head.write('II*\0', 0, 'latin1');
  head.writeUInt32LE(8, 4);
  head.writeUInt16LE(entries.length, 8);
  for (const [i, [tag, type, count, value]] of entries.entries()) {
    const at = 10 + i * 12;
    head.writeUInt16LE(tag, at);
    head.writeUInt16LE(type, at + 2);
    head.writeUInt32LE(count, at + 4);
    head.writeUInt32LE(where[tag] ?? value, at + 8);
  }
  for (let i = 0; i < channels; i++) head.writeUInt16LE(bits, bitsAt + 2 * i);
  profile.copy(head, profileAt);
  return Buffer.concat([head, data]);
}
