import { readBoxes } from '../embedded/iso-boxes.ts';
import { withReader, type ByteReader } from '../embedded/byte-reader.ts';
import { isExif, segmentsOf } from '../embedded/jpeg-segments.ts';
import { canonBoxes, exifOfJxl, previewsOf } from '../embedded/previews.ts';

/** Limit on the EXIF bytes read, and on the head of a RAW with a nonstandard TIFF signature. */
const MAX_EXIF = 256 * 1024;
const EXIF_DIRECTORY = 34665;

/** The EXIF of the largest embedded JPEG. */
async function exifOfPreview(bytes: ByteReader, format: string): Promise<Buffer | undefined> {
  const [preview] = await previewsOf(bytes, format);
  const head = preview && (await preview.in.read(preview.from, Math.min(preview.length, MAX_EXIF)));
  const own = head && segmentsOf(head).find((segment) => isExif(head, segment));
  return own && head.subarray(own.start + 4, own.end);
}

/** Canon stores the EXIF directory as the first directory of a separate TIFF (CMT2); wraps it so that a parser finds it as EXIF. */
async function exifOfCr3(bytes: ByteReader): Promise<Buffer | undefined> {
  const box = (await canonBoxes(bytes)).find(({ type }) => type === 'CMT2');
  const tiff = box && Buffer.from(await bytes.read(box.from, Math.min(box.length, MAX_EXIF)));
  if (!tiff || tiff.toString('latin1', 0, 2) !== 'II') return undefined;
  const directory = Buffer.alloc(2 + 12 + 4);
  directory.writeUInt16LE(1, 0);
  directory.writeUInt16LE(EXIF_DIRECTORY, 2);
  directory.writeUInt16LE(4, 4);
  directory.writeUInt32LE(1, 6);
  directory.writeUInt32LE(tiff.readUInt32LE(4), 10);
  const padded = tiff.length % 2 === 0 ? tiff : Buffer.concat([tiff, Buffer.alloc(1)]);
  padded.writeUInt32LE(padded.length, 4);
  return Buffer.concat([padded, directory]);
}

/** The head of a file that is a TIFF except for its signature, with the signature corrected. */
async function exifOfHead(bytes: ByteReader): Promise<Buffer> {
  const head = Buffer.from(await bytes.read(0, MAX_EXIF));
  head.write(head.toString('latin1', 0, 2) === 'MM' ? 'MM\0*' : 'II*\0', 0, 'latin1');
  return head;
}

/** The EXIF of a format that is shown by its preview: a block, the path of a file that is itself a TIFF, or undefined. */
export async function readRawExif(file: string, format: string): Promise<Buffer | string | undefined> {
  return withReader(file, async (bytes) => {
    switch (format) {
      case 'jxl':
        return exifOfJxl(bytes);
      case 'cr3':
        return exifOfCr3(bytes);
      case 'rw2':
      case 'orf':
        return exifOfHead(bytes);
      case 'raf':
      case 'x3f':
        return exifOfPreview(bytes, format);
      default:
        return (await readBoxes(bytes)).some(({ type }) => type === 'ftyp') ? undefined : file;
    }
  });
}
