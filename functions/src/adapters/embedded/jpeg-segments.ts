import type { Size } from '@maru/model';

/** Frame types that every decoder supports: baseline, extended, progressive (ITU-T T.81 table B.1). RAW pixel data is lossless JPEG. */
const SUPPORTED_FRAMES = [0xc0, 0xc1, 0xc2];

/** A JPEG segment: its marker, start and end offset. */
interface Segment {
  readonly marker: number;
  readonly from: number;
  readonly to: number;
}

/** The segments before the first scan, as far as `head` reaches. */
export function segmentsOf(head: Buffer): Segment[] {
  const found: Segment[] = [];
  if (head.length < 4 || head.readUInt16BE(0) !== 0xffd8) return found;
  for (let at = 2; at + 4 <= head.length && head[at] === 0xff;) {
    const marker = head[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === 0xda || marker === 0xd9) break;
    const to = at + 2 + head.readUInt16BE(at + 2);
    if (to < at + 4) break;
    found.push({ marker, from: at, to });
    at = to;
  }
  return found;
}

/** The stored size (before rotation) of a JPEG from its first bytes; undefined if it cannot be decoded. */
export function jpegSize(head: Buffer): Size | undefined {
  const frame = segmentsOf(head).find(
    ({ marker }) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker),
  );
  if (!frame || !SUPPORTED_FRAMES.includes(frame.marker) || frame.from + 9 > head.length) return undefined;
  const [height, width] = [head.readUInt16BE(frame.from + 5), head.readUInt16BE(frame.from + 7)];
  return width > 0 && height > 0 ? { width, height } : undefined;
}

const isExif = (jpeg: Buffer, { marker, from }: Segment): boolean =>
  marker === 0xe1 && jpeg.toString('latin1', from + 4, from + 8) === 'Exif';

/** An EXIF segment with nothing but an orientation (1 to 8). */
function orientationSegment(orientation: number): Buffer {
  const tiff = Buffer.from('MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\0\0\0\0\0\0\0', 'latin1');
  tiff.writeUInt16BE(orientation, 18);
  const body = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff]);
  const head = Buffer.from([0xff, 0xe1, 0, 0]);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([head, body]);
}

/** Replaces the EXIF of a JPEG by this orientation. */
export function withOrientation(jpeg: Buffer, orientation: number): Buffer {
  const own = segmentsOf(jpeg).filter((segment) => isExif(jpeg, segment));
  const rest: Buffer[] = [];
  let at = 2;
  for (const { from, to } of own) {
    rest.push(jpeg.subarray(at, from));
    at = to;
  }
  return Buffer.concat([jpeg.subarray(0, 2), orientationSegment(orientation), ...rest, jpeg.subarray(at)]);
}
