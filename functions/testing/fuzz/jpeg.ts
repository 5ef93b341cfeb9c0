import { ascii, inserted, u16 } from './box.ts';
import { segmentsOf } from './file-parts.ts';

/** A marker segment of a JPEG: at most 65,533 bytes. */
export const segment = (marker: number, body: Buffer): Buffer =>
  Buffer.concat([Buffer.from([0xff, marker]), u16(body.length + 2), body]);

/** A JPEG with segments put in right after its beginning. */
export const withSegments = (jpeg: Buffer, ...segments: Buffer[]): Buffer => inserted(jpeg, 2, Buffer.concat(segments));

/** A JPEG without its EXIF, and with this TIFF block as its EXIF. */
export function withExif(jpeg: Buffer, block: Buffer): Buffer {
  const own = segmentsOf(jpeg).find(({ name }) => name === 'e1');
  const bare = own ? Buffer.concat([jpeg.subarray(0, own.at), jpeg.subarray(own.at + own.size)]) : jpeg;
  return withSegments(bare, segment(0xe1, Buffer.concat([ascii('Exif\0\0'), block])));
}
