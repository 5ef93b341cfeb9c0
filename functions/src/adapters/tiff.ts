import type { Size } from '@maru/model';

const SHORT = 3;
const LONG = 4;
const UNDEFINED = 7;

/**
 * RGBA pixels as an uncompressed TIFF 6.0 that carries a colour profile (tag 34675): the one way to tell sharp which
 * colours raw pixels are meant in.
 */
export function tiffOf({ width, height }: Size, rgba: Buffer, profile: Buffer): Buffer {
  const entries: [tag: number, type: number, count: number, value: number][] = [
    [256, LONG, 1, width],
    [257, LONG, 1, height],
    [258, SHORT, 4, 0],
    [259, SHORT, 1, 1],
    [262, SHORT, 1, 2],
    [273, LONG, 1, 0],
    [277, SHORT, 1, 4],
    [278, LONG, 1, height],
    [279, LONG, 1, rgba.length],
    [338, SHORT, 1, 2],
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
  for (let i = 0; i < 4; i++) head.writeUInt16LE(8, bitsAt + 2 * i);
  profile.copy(head, profileAt);
  return Buffer.concat([head, rgba]);
}
