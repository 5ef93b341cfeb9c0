import { ascii, insert, u16 } from './box.ts';
import { segmentsOf } from './file-parts.ts';

/** A marker segment of a JPEG, at most 65,533 bytes. */
export const segment = (marker: number, body: Buffer): Buffer =>
  Buffer.concat([Buffer.from([0xff, marker]), u16(body.length + 2), body]);

/** Inserts segments at the start of a JPEG. */
export const withSegments = (jpeg: Buffer, ...segments: Buffer[]): Buffer => insert(jpeg, 2, Buffer.concat(segments));

/** Replaces the EXIF of a JPEG with this TIFF block. */
export function withExif(jpeg: Buffer, block: Buffer): Buffer {
  const own = segmentsOf(jpeg).find(({ name }) => name === 'e1');
  const bare = own ? Buffer.concat([jpeg.subarray(0, own.at), jpeg.subarray(own.at + own.size)]) : jpeg;
  return withSegments(bare, segment(0xe1, Buffer.concat([ascii('Exif\0\0'), block])));
}
