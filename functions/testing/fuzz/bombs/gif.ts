import { ascii, u16 } from '../formats/box.ts';
import { family, type HostileFile } from '../hostile-file.ts';

const u16le = (n: number): Buffer => Buffer.from(u16(n)).reverse();

const screen = (width: number, height: number): Buffer =>
  Buffer.concat([ascii('GIF89a'), u16le(width), u16le(height), Buffer.from([0x80, 0, 0, 0, 0, 0, 255, 255, 255])]);
const LOOP = Buffer.concat([Buffer.from([0x21, 0xff, 0x0b]), ascii('NETSCAPE2.0'), Buffer.from([3, 1, 0, 0, 0])]);
const DELAY = Buffer.from([0x21, 0xf9, 4, 0, 10, 0, 0, 0]);

/** An image in a GIF with these data blocks, by default one black pixel. */
const image = (width: number, height: number, blocks: Buffer = Buffer.from([2, 2, 0x44, 0x01, 0])): Buffer =>
  Buffer.concat([DELAY, Buffer.from([0x2c, 0, 0, 0, 0]), u16le(width), u16le(height), Buffer.from([0]), blocks]);

const gif = (head: Buffer, ...parts: Buffer[]): Buffer => Buffer.concat([head, ...parts, Buffer.from([0x3b])]);

/** A block list whose codes each stand for a longer run, the most that LZW can express, without an end. */
function runs(blocks: number): Buffer {
  const block = Buffer.concat([Buffer.from([255]), Buffer.alloc(255, 0x5a)]);
  return Buffer.concat([Buffer.from([2]), ...Array.from({ length: blocks }, () => block), Buffer.from([0])]);
}

const MANY = 100_000;

/** Small GIFs that decode to a lot. Only the first image counts. */
export const gifBombs = (): HostileFile[] => [
  // A screen on which nothing is drawn is cropped.
  ...family('GIF bomb', ['ready', 'too-many-pixels', 'unreadable'], {
    '65,535 square': () => gif(screen(65_535, 65_535), image(1, 1)),
    '65,535 square, and an image of that size': () => gif(screen(65_535, 65_535), image(65_535, 65_535)),
  }),
  ...family('GIF bomb', ['ready', 'unreadable', 'too-many-pixels'], {
    'a hundred thousand frames': () => gif(screen(16, 16), LOOP, ...Array.from({ length: MANY }, () => image(1, 1))),
    'a hundred thousand frames on 4 megapixels': () =>
      gif(screen(2000, 2000), LOOP, ...Array.from({ length: MANY }, () => image(1, 1))),
    '196 megapixels, one drawn': () => gif(screen(14_000, 14_000), image(1, 1)),
    'an image of 196 megapixels on a small screen': () => gif(screen(10, 10), image(14_000, 14_000)),
    'a hundred thousand comments': () =>
      gif(screen(16, 16), ...Array.from({ length: MANY }, () => Buffer.from([0x21, 0xfe, 1, 65, 0])), image(1, 1)),
    'an image of endless codes': () => gif(screen(4000, 4000), image(4000, 4000, runs(4000))),
    'an image outside its screen': () =>
      gif(screen(16, 16), Buffer.from([0x2c, 255, 255, 255, 255, 16, 0, 16, 0, 0, 2, 2, 0x44, 1, 0])),
    'a code size of 12': () => gif(screen(16, 16), image(16, 16, Buffer.from([12, 2, 0x44, 1, 0]))),
    'a code size of 255': () => gif(screen(16, 16), image(16, 16, Buffer.from([255, 2, 0x44, 1, 0]))),
    'no end': () => Buffer.concat([screen(16, 16), image(16, 16), image(16, 16)]),
    'no delay and 65,535 loops': () => gif(screen(16, 16), LOOP, image(1, 1), image(1, 1)),
  }),
];
