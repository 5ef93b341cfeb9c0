import { open } from 'node:fs/promises';
import { promisify } from 'node:util';
import { crc32, deflate } from 'node:zlib';
import { MAX_MOTION_FRAMES, MOTION_TIMEOUT_S, motionVariant } from '@maru/model';
import { openImage } from '../image/header.ts';

// ffmpeg before 9 has no animated WebP, and libwebp decodes the still of the same file anyway: its frames become an animated PNG.

const compress = promisify(deflate);

/** Pixels of all frames as they are written, which are in memory at once, four bytes each. Larger animations are scaled down. */
const MAX_WRITTEN_PIXELS = 60_000_000;
const RGBA = 4;
/** Milliseconds of a frame without a delay, as browsers show it. */
const DEFAULT_DELAY = 100;

const u16 = (value: number): Buffer => Buffer.from([(value >> 8) & 255, value & 255]);
const u32 = (value: number): Buffer => Buffer.concat([u16(value >>> 16), u16(value)]);

/** A chunk (PNG, third edition, section 5.3). */
function chunk(type: string, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), ...parts]);
  return Buffer.concat([u32(body.length - 4), body, u32(crc32(body))]);
}

/** Rows of pixels as PNG compresses them, each without a filter. */
function withFilters(pixels: Buffer, width: number): Buffer {
  const row = width * RGBA;
  const rows = Buffer.alloc((pixels.length / row) * (row + 1));
  for (let y = 0; y * row < pixels.length; y += 1) pixels.copy(rows, y * (row + 1) + 1, y * row, (y + 1) * row);
  return rows;
}

/** Writes the frames of an animated WebP to `to` as an animated PNG. Returns whether it did: not if it is a still, too large or malformed. */
export async function toApng(file: string, to: string): Promise<boolean> {
  try {
    const source = openImage(file, { pages: -1 });
    const { pages = 1, width, pageHeight = 0, delay = [] } = await source.metadata();
    if (pages < 2 || pages > MAX_MOTION_FRAMES) return false;
    const shown = motionVariant({ width, height: pageHeight });
    const scale = Math.min(1, Math.sqrt(MAX_WRITTEN_PIXELS / (pages * shown.width * shown.height)));
    const size = { width: Math.ceil(shown.width * scale), height: Math.ceil(shown.height * scale) };
    const { data } = await source
      .resize({ ...size, fit: 'fill' })
      .toColourspace('srgb')
      .ensureAlpha()
      .timeout({ seconds: MOTION_TIMEOUT_S })
      .raw()
      .toBuffer({ resolveWithObject: true });
    await writeApng(to, data, size, delay);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error) throw error;
    return false;
  }
}

async function writeApng(
  to: string,
  pixels: Buffer,
  { width, height }: { readonly width: number; readonly height: number },
  delays: readonly number[],
): Promise<void> {
  const length = width * height * RGBA;
  const frames = pixels.length / length;
  const handle = await open(to, 'w');
  try {
    await handle.write(Buffer.from('89504e470d0a1a0a', 'hex'));
    await handle.write(chunk('IHDR', u32(width), u32(height), Buffer.from([8, 6, 0, 0, 0])));
    await handle.write(chunk('acTL', u32(frames), u32(0)));
    for (let n = 0, sequence = 0; n < frames; n += 1) {
      const delay = Math.min(delays[n] || DEFAULT_DELAY, 65_535);
      const place = [u32(width), u32(height), u32(0), u32(0), u16(delay), u16(1000), Buffer.from([0, 0])];
      await handle.write(chunk('fcTL', u32(sequence++), ...place));
      const data = await compress(withFilters(pixels.subarray(n * length, (n + 1) * length), width), { level: 1 });
      await handle.write(n === 0 ? chunk('IDAT', data) : chunk('fdAT', u32(sequence++), data));
    }
    await handle.write(chunk('IEND'));
  } finally {
    await handle.close();
  }
}
