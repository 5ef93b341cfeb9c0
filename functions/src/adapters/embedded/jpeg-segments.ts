import type { Size } from '@maru/model';

/** Frame types that every decoder supports: baseline, extended, progressive (ITU-T T.81 table B.1). RAW pixel data is lossless JPEG. */
const SUPPORTED_FRAMES = [0xc0, 0xc1, 0xc2];

/** A JPEG segment: its marker, start and end offset. */
interface Segment {
  readonly marker: number;
  readonly start: number;
  readonly end: number;
}

/** The segments before the first scan, as far as `head` reaches. */
export function segmentsOf(head: Buffer): Segment[] {
  const found: Segment[] = [];
  if (head.length < 4 || head.readUInt16BE(0) !== 0xffd8) return found;
  for (let start = 2; start + 4 <= head.length && head[start] === 0xff;) {
    const marker = head[start + 1] ?? 0;
    if (marker === 0xff) {
      start += 1;
      continue;
    }
    if (marker === 0xda || marker === 0xd9) break;
    const end = start + 2 + head.readUInt16BE(start + 2);
    if (end < start + 4) break;
    found.push({ marker, start, end });
    start = end;
  }
  return found;
}

/** The encoded size of a JPEG, before its orientation is applied, from its first bytes; undefined if it cannot be decoded. */
export function jpegSize(head: Buffer): Size | undefined {
  const frame = segmentsOf(head).find(
    ({ marker }) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker),
  );
  if (!frame || !SUPPORTED_FRAMES.includes(frame.marker) || frame.start + 9 > head.length) return undefined;
  const [height, width] = [head.readUInt16BE(frame.start + 5), head.readUInt16BE(frame.start + 7)];
  return width > 0 && height > 0 ? { width, height } : undefined;
}

/** Whether a segment of a JPEG holds EXIF. */
export const isExif = (jpeg: Buffer, { marker, start }: Segment): boolean =>
  marker === 0xe1 && jpeg.toString('latin1', start + 4, start + 8) === 'Exif';

/**
 * The TIFF in an EXIF block, which begins with an `Exif\0\0` header as a rule, and in HEICs by Xiaomi with the marker and length of a JPEG segment before
 * it.
 */
export function tiffOf(block: Buffer): Buffer {
  const segment = block.length > 4 && block.readUInt16BE(0) === 0xffe1 ? block.subarray(4) : block;
  return segment.toString('latin1', 0, 4) === 'Exif' ? segment.subarray(6) : segment;
}

/** An EXIF segment that contains only an orientation (1 to 8). */
function orientationSegment(orientation: number): Buffer {
  const tiff = Buffer.from('MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\0\0\0\0\0\0\0', 'latin1');
  tiff.writeUInt16BE(orientation, 18);
  const body = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff]);
  const header = Buffer.from([0xff, 0xe1, 0, 0]);
  header.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([header, body]);
}

/** Replaces the EXIF of a JPEG with a segment that contains only `orientation`. */
export function withOrientation(jpeg: Buffer, orientation: number): Buffer {
  const exifSegments = segmentsOf(jpeg).filter((segment) => isExif(jpeg, segment));
  const rest: Buffer[] = [];
  let offset = 2;
  for (const { start, end } of exifSegments) {
    rest.push(jpeg.subarray(offset, start));
    offset = end;
  }
  return Buffer.concat([jpeg.subarray(0, 2), orientationSegment(orientation), ...rest, jpeg.subarray(offset)]);
}
