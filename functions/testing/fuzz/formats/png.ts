import { crc32, deflateSync } from 'node:zlib';
import { ascii, u32 } from './box.ts';

/** A chunk of a PNG with its checksum. */
export function chunk(type: string, body: Buffer): Buffer {
  const named = Buffer.concat([ascii(type), body]);
  return Buffer.concat([u32(body.length), named, u32(crc32(named))]);
}

const MAGIC = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** The header of a grey PNG; `interlace` is 0 or 1. */
const header = (width: number, height: number, interlace: number): Buffer =>
  chunk('IHDR', Buffer.concat([u32(width), u32(height), Buffer.from([8, 0, 0, 0, interlace])]));

/** Zeros, deflated by a factor of a thousand. */
export const zeros = (count: number): Buffer => deflateSync(Buffer.alloc(count), { level: 9 });

/** A black grey PNG of any size; `pixels` is its compressed body, by default a complete one. */
export function png(
  { width, height, interlace = 0 }: { width: number; height: number; interlace?: number },
  { pixels = zeros((width + 1) * height), extra = [] }: { pixels?: Buffer; extra?: readonly Buffer[] } = {},
): Buffer {
  const end = [chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))];
  return Buffer.concat([MAGIC, header(width, height, interlace), ...extra, ...end]);
}
