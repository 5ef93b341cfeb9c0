const u8 = (...bytes: number[]): Buffer => Buffer.from(bytes);
export const u16 = (n: number): Buffer => u8((n >> 8) & 255, n & 255);
export const u32 = (n: number): Buffer => u8((n >>> 24) & 255, (n >>> 16) & 255, (n >>> 8) & 255, n & 255);
export const ascii = (text: string): Buffer => Buffer.from(text, 'latin1');

/** A box of an ISO base media file. */
export function box(type: string, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([u32(body.length + 8), ascii(type), body]);
}

/** A box with a version and flags. */
export const fullBox = (type: string, version: number, ...parts: Buffer[]): Buffer =>
  box(type, u8(version, 0, 0, 0), ...parts);

/** A file with bytes overwritten at an offset. */
export function overwrite(file: Buffer, at: number, bytes: Buffer): Buffer {
  const copy = Buffer.from(file);
  bytes.copy(copy, at);
  return copy;
}

/** A file with bytes inserted at an offset. */
export const insert = (file: Buffer, at: number, bytes: Buffer): Buffer =>
  Buffer.concat([file.subarray(0, at), bytes, file.subarray(at)]);

/** Nested boxes of one type. */
export const nestedBoxes = (type: string, depth: number): Buffer =>
  Buffer.concat(Array.from({ length: depth }, (_, i) => Buffer.concat([u32(8 * (depth - i)), ascii(type)])));
