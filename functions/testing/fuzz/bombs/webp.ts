import { ascii, u16 } from '../formats/box.ts';
import { family, type HostileFile } from '../hostile-file.ts';

const u16le = (n: number): Buffer => Buffer.from(u16(n)).reverse();
const u24le = (n: number): Buffer => Buffer.from([n & 255, (n >> 8) & 255, (n >> 16) & 255]);
const u32le = (n: number): Buffer => Buffer.concat([u16le(n & 0xffff), u16le(n >>> 16)]);

const riffChunk = (name: string, body: Buffer): Buffer =>
  Buffer.concat([ascii(name), u32le(body.length), body, Buffer.alloc(body.length % 2)]);

/** A WebP with these chunks. */
const webp = (...chunks: Buffer[]): Buffer => {
  const body = Buffer.concat([ascii('WEBP'), ...chunks]);
  return Buffer.concat([ascii('RIFF'), u32le(body.length), body]);
};

/** Bits from the lowest on, as in VP8L and GIF. */
function packed(bits: readonly (readonly [value: number, count: number])[]): Buffer {
  const flat = bits.flatMap(([value, count]) => Array.from({ length: count }, (_, i) => (value >>> i) & 1));
  const bytes = Buffer.alloc(Math.ceil(flat.length / 8));
  for (const [i, bit] of flat.entries()) bytes.writeUInt8(bytes.readUInt8(i >> 3) | (bit << (i & 7)), i >> 3);
  return bytes;
}

/** A single colour in VP8L (RFC 9649): each of the five codes has one symbol, so that a pixel takes no bits. */
function lossless(width: number, height: number): Buffer {
  const head = [
    [0x2f, 8],
    [width - 1, 14],
    [height - 1, 14],
    [0, 1],
    [0, 3],
    [0, 1],
    [0, 1],
    [0, 1],
  ] as const;
  const code = [
    [1, 1],
    [0, 1],
    [0, 1],
    [0, 1],
  ] as const;
  return riffChunk('VP8L', packed([...head, ...code, ...code, ...code, ...code, ...code]));
}

const canvas = (flags: number, width: number, height: number): Buffer =>
  riffChunk('VP8X', Buffer.concat([Buffer.from([flags, 0, 0, 0]), u24le(width - 1), u24le(height - 1)]));

/** A frame of an animated WebP. */
const frame = (width: number, height: number): Buffer =>
  riffChunk(
    'ANMF',
    Buffer.concat([
      u24le(0),
      u24le(0),
      u24le(width - 1),
      u24le(height - 1),
      u24le(100),
      Buffer.from([0]),
      lossless(width, height),
    ]),
  );
const ANIM = riffChunk('ANIM', Buffer.alloc(6));

const MOVES = 0x02;
const HAS_PROFILE = 0x20;

/** A lossy WebP that consists of a header. */
const lossy = (width: number, height: number): Buffer =>
  riffChunk(
    'VP8 ',
    Buffer.concat([Buffer.from([0x10, 0, 0, 0x9d, 0x01, 0x2a]), u16le(width), u16le(height), Buffer.alloc(40)]),
  );

/** Small WebPs that decode to a lot. */
export const webpBombs = (): HostileFile[] => [
  ...family('WebP bomb', ['too-many-pixels'], {
    '16,383 square in 44 bytes': () => webp(lossless(16_383, 16_383)),
    '16,383 square, animated': () => webp(canvas(MOVES, 16_383, 16_383), ANIM, frame(64, 64)),
  }),
  ...family('WebP bomb', ['too-many-pixels', 'unreadable'], {
    '16,383 square, lossy, without pixels': () => webp(lossy(16_383, 16_383)),
    'a canvas of 16,777,216 square': () => webp(canvas(0, 2 ** 24, 2 ** 24), lossless(64, 64)),
    'a canvas of 16,777,216 square, animated': () => webp(canvas(MOVES, 2 ** 24, 2 ** 24), ANIM, frame(64, 64)),
    'an image larger than its canvas': () => webp(canvas(0, 10, 10), lossless(14_000, 14_000)),
    'a frame that is larger than its canvas': () => webp(canvas(MOVES, 10, 10), ANIM, frame(14_000, 14_000)),
    '196 megapixels, lossy, without pixels': () => webp(lossy(14_000, 14_000)),
  }),
  ...family('WebP bomb', ['ready', 'too-many-pixels'], {
    '196 megapixels in 44 bytes': () => webp(lossless(14_000, 14_000)),
    '48 megapixels in 44 bytes': () => webp(lossless(8000, 6000)),
    'one pixel high': () => webp(lossless(16_383, 1)),
  }),
  ...family('WebP bomb', ['ready', 'unreadable', 'too-many-pixels'], {
    'a hundred thousand frames': () => webp(canvas(MOVES, 64, 64), ANIM, ...Array<Buffer>(100_000).fill(frame(64, 64))),
    'a thousand frames of 48 megapixels': () =>
      webp(canvas(MOVES, 8000, 6000), ANIM, ...Array<Buffer>(1000).fill(frame(8000, 6000))),
    'a profile of 20 MB': () =>
      webp(canvas(HAS_PROFILE, 64, 64), riffChunk('ICCP', Buffer.alloc(20_000_000, 7)), lossless(64, 64)),
    'a RIFF that claims 4 GB': () =>
      Buffer.concat([ascii('RIFF'), Buffer.alloc(4, 0xff), ascii('WEBP'), lossless(64, 64)]),
    'a chunk that claims 4 GB': () => webp(canvas(0, 64, 64), Buffer.concat([ascii('VP8L'), Buffer.alloc(4, 0xff)])),
  }),
];
