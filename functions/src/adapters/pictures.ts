import { MAX_HEIC_PIXELS, MAX_PIXELS, Refusal, type Size } from '@maru/model';
import sharp, { type Metadata, type Sharp } from 'sharp';
import { rgbaToThumbHash } from 'thumbhash';
import type { PictureFormat, Pictures } from '../ports.ts';
import { clockOf } from './exif.ts';
import { decodeHeif } from './heif.ts';
import { tiffOf } from './tiff.ts';

/** Pixels as they come out of a decoder: 3 or 4 bytes each, in sRGB, the right way up. */
interface Pixels {
  readonly data: Buffer;
  readonly info: Size & { readonly channels: number };
}

// One file is made at a time; libvips' cache of operations would only hold memory between files.
sharp.cache(false);

const SCREEN_WEBP = { quality: 80, effort: 3 } as const;
const GRID_WEBP = { quality: 72, effort: 3 } as const;

/** libvips says of a file what we say of it: too large, or not to be read to its end. */
function refusalOf(error: unknown): Refusal {
  const text = error instanceof Error ? error.message : String(error);
  return new Refusal(/exceeds pixel limit/i.test(text) ? 'too-many-pixels' : 'unreadable', text);
}

/** A file's header; `limit` is in pixels. Only the first page of what has several. */
async function headerOf(file: string, format: PictureFormat): Promise<Metadata> {
  const limit = format.decoder === 'heif' ? MAX_HEIC_PIXELS : MAX_PIXELS;
  try {
    return await opened(file, limit).metadata();
  } catch (error) {
    throw refusalOf(error);
  }
}

// 'error' takes what other programs show (odd markers, wrong counts) and refuses what ends too early.
const opened = (input: string | Buffer, limitInputPixels = MAX_PIXELS): Sharp =>
  sharp(input, { limitInputPixels, failOn: 'error', pages: 1 });

/** A picture that sharp can open: libheif decodes what libvips cannot, and has turned it already. */
async function source(file: string, format: PictureFormat): Promise<Sharp> {
  if (format.decoder === 'sharp') return opened(file).autoOrient();
  const { icc } = await headerOf(file, format);
  const { width, height, data } = await decodeHeif(file);
  return icc ? opened(tiffOf({ width, height }, data, icc)) : sharp(data, { raw: { width, height, channels: 4 } });
}

/** Decodes once, at the size of `screen`, into sRGB pixels the right way up. */
async function decode(file: string, format: PictureFormat, screen: Size): Promise<Pixels> {
  const opened = await source(file, format);
  try {
    return await opened
      .resize({ ...screen, fit: 'fill' })
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
  } catch (error) {
    throw refusalOf(error);
  }
}

const again = ({ data, info }: Pixels): Sharp =>
  sharp(data, { raw: { width: info.width, height: info.height, channels: info.channels === 4 ? 4 : 3 } });

/** The thumbhash (base64) of pixels: 100 on the long side is all that it takes. */
async function hashOf(pixels: Pixels): Promise<string> {
  const small = await again(pixels)
    .resize(100, 100, { fit: 'inside', withoutEnlargement: true })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return Buffer.from(rgbaToThumbHash(small.info.width, small.info.height, small.data)).toString('base64');
}

/** Still pictures by sharp, and by libheif where sharp has no decoder. */
export const pictures: Pictures = {
  async measure(file, format) {
    const { autoOrient, width, height } = await headerOf(file, format);
    const limit = format.decoder === 'heif' ? MAX_HEIC_PIXELS : MAX_PIXELS;
    if (width * height > limit) throw new Refusal('too-many-pixels');
    return autoOrient;
  },
  async develop(file, format, sizes) {
    const pixels = await decode(file, format, sizes.screen);
    const [screen, grid, thumbhash] = await Promise.all([
      again(pixels).webp(SCREEN_WEBP).toBuffer(),
      again(pixels)
        .resize({ ...sizes.grid, fit: 'fill' })
        .webp(GRID_WEBP)
        .toBuffer(),
      hashOf(pixels),
    ]);
    return { grid, screen, thumbhash };
  },
  async clock(file, format) {
    const { exif } = await headerOf(file, format);
    if (exif) return clockOf(exif);
    return format.format === 'tiff' ? clockOf(file) : {};
  },
};
