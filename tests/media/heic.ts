import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ffmpeg } from './ffmpeg.ts';

const u8 = (...bytes: number[]): Buffer => Buffer.from(bytes);
const u16 = (n: number): Buffer => u8(n >> 8, n & 255);
const u32 = (n: number): Buffer => Buffer.concat([u16(Math.floor(n / 65536)), u16(n % 65536)]);
const box = (type: string, ...parts: Buffer[]): Buffer => {
  const body = Buffer.concat(parts);
  return Buffer.concat([u32(body.length + 8), Buffer.from(type, 'latin1'), body]);
};
const fullBox = (type: string, version: number, ...parts: Buffer[]): Buffer =>
  box(type, u8(version, 0, 0, 0), ...parts);

/** Returns the body of the first box of `type` in `file`. */
function find(file: Buffer, type: string): Buffer {
  const at = file.indexOf(Buffer.from(type, 'latin1'));
  if (at < 4) throw new Error(`ffmpeg wrote no ${type} box`);
  return file.subarray(at + 4, at - 4 + file.readUInt32BE(at - 4));
}

/** Encodes an image as one HEVC keyframe; returns its decoder configuration and bytes. */
async function hevc(image: Buffer): Promise<{ configuration: Buffer; frame: Buffer }> {
  const folder = await mkdtemp(join(tmpdir(), 'maru-heic-'));
  try {
    const [input, output] = [join(folder, 'in.png'), join(folder, 'out.mp4')];
    await writeFile(input, image);
    const x265 = 'log-level=none:keyint=1:range=full';
    await ffmpeg([
      ...['-i', input, '-frames:v', '1', '-c:v', 'libx265', '-x265-params', x265, '-crf', '18'],
      ...['-pix_fmt', 'yuvj420p', '-tag:v', 'hvc1', output],
    ]);
    const file = await readFile(output);
    return { configuration: find(file, 'hvcC'), frame: find(file, 'mdat') };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/**
 * Creates a HEIC (ISO/IEC 23008-12) with one HEVC image, as phones do, from a PNG with even sides. `turn` is the number of quarter turns
 * anticlockwise in `irot`; `exif` is a TIFF block. Needs ffmpeg with libx265.
 */
export async function heicOf(
  png: Buffer,
  size: { width: number; height: number },
  { turn = 0, exif }: { turn?: 0 | 1 | 2 | 3; exif?: Buffer } = {},
): Promise<Buffer> {
  const { configuration, frame } = await hevc(png);
  const exifItem = exif && Buffer.concat([u32(0), exif]);
  const entry = (id: number, type: string): Buffer =>
    fullBox('infe', 2, u16(id), u16(0), Buffer.from(`${type}\0`, 'latin1'));
  const properties = box(
    'iprp',
    box(
      'ipco',
      box('hvcC', configuration),
      fullBox('ispe', 0, u32(size.width), u32(size.height)),
      box('irot', u8(turn)),
    ),
    fullBox('ipma', 0, u32(1), u16(1), u8(3, 0x81, 0x02, 0x83)),
  );
  const location = (id: number, offset: number, length: number): Buffer =>
    Buffer.concat([u16(id), u16(0), u16(1), u32(offset), u32(length)]);
  const meta = (start: number): Buffer =>
    fullBox(
      'meta',
      0,
      fullBox('hdlr', 0, u32(0), Buffer.from('pict', 'latin1'), Buffer.alloc(13)),
      fullBox('pitm', 0, u16(1)),
      fullBox('iinf', 0, u16(exifItem ? 2 : 1), entry(1, 'hvc1'), ...(exifItem ? [entry(2, 'Exif')] : [])),
      ...(exifItem ? [fullBox('iref', 0, box('cdsc', u16(2), u16(1), u16(1)))] : []),
      properties,
      fullBox(
        'iloc',
        0,
        u8(0x44, 0),
        u16(exifItem ? 2 : 1),
        location(1, start, frame.length),
        ...(exifItem ? [location(2, start + frame.length, exifItem.length)] : []),
      ),
    );
  const type = box('ftyp', Buffer.from('heic', 'latin1'), u32(0), Buffer.from('mif1heic', 'latin1'));
  const start = type.length + meta(0).length + 8;
  return Buffer.concat([type, meta(start), box('mdat', frame, ...(exifItem ? [exifItem] : []))]);
}
