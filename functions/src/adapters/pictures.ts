import { MAX_HEIC_PIXELS, MAX_HELD_PIXELS, MAX_PIXELS, Refusal, type Size } from '@maru/model';
import sharp, { type Metadata, type Sharp } from 'sharp';
import { rgbaToThumbHash } from 'thumbhash';
import type { PictureFormat, Pictures } from '../ports/pictures.ts';
import { mustBeBounded } from './bounds.ts';
import { inSrgb, inWidest, meantBy, resized, toSrgb, type Pixels } from './colours.ts';
import { factsOf } from './facts.ts';
import { headerOf, opened, readableHeaderOf } from './header.ts';
import { PHASH_SIDE, phashOf } from './phash.ts';
import { exifOfRaw } from './raw-exif.ts';

// One file is made at a time; libvips' cache of operations would only hold memory between files.
sharp.cache(false);

/** How renditions are encoded: measured, see decision 17. */
export const SCREEN_WEBP = { quality: 80, effort: 2 } as const;
/** The same of tiles, of which many are on screen at once. */
export const GRID_WEBP = { quality: 72, effort: 2 } as const;

/** libvips says of a file what we say of it: too large, or not to be read to its end. */
function refusalOf(error: unknown): Refusal {
  const text = error instanceof Error ? error.message : String(error);
  return new Refusal(/exceeds pixel limit/i.test(text) ? 'too-many-pixels' : 'unreadable', text);
}

const HELD = ['webp', 'gif', 'avif'];

/** How many pixels a picture may have, by what its decoder holds at once. */
function limitOf({ decoder, format }: PictureFormat, isProgressive = false): number {
  if (decoder === 'heif') return MAX_HEIC_PIXELS;
  return isProgressive || HELD.includes(format) ? MAX_HELD_PIXELS : MAX_PIXELS;
}

/** A file's header, of a picture that is not too large for its decoder. */
async function boundedHeader(file: string, format: PictureFormat): Promise<Metadata> {
  const { header } = await headerOf(file);
  const known = await header.catch((error: unknown) => {
    throw refusalOf(error);
  });
  if (known.width * known.height > limitOf(format, known.isProgressive)) throw new Refusal('too-many-pixels');
  return known;
}

/** What libvips says of a picture in RGB, whose profile can wait until it is small; it turns everything else into sRGB as it decodes. */
const isRgb = ({ space }: Metadata): boolean => space === 'srgb' || space === 'rgb16' || space === 'rgb';

async function decoder(file: string, format: PictureFormat, header: Metadata, screen: Size): Promise<Sharp> {
  if (format.decoder === 'sharp') return opened(file, { ignoreIcc: isRgb(header) }).autoOrient();
  const { decodeHeif } = await import('./heif.ts');
  // libheif has turned it already.
  const { width, height, channels, data } = await decodeHeif(file, screen);
  return sharp(new Uint8Array(data), { raw: { width, height, channels } });
}

/** Decodes once, at the size of `screen`, the right way up; colours are told afterwards, of far fewer pixels. */
async function decode(file: string, format: PictureFormat, screen: Size): Promise<Pixels> {
  const header = await boundedHeader(file, format);
  const from = await decoder(file, format, header, screen);
  try {
    const { data, info } = await from
      .resize({ ...screen, fit: 'fill' })
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    const channels = info.channels === 4 ? 4 : 3;
    return {
      width: info.width,
      height: info.height,
      channels,
      bits: 8,
      data,
      ...meantBy(isRgb(header) ? header.icc : undefined),
    };
  } catch (error) {
    throw refusalOf(error);
  }
}

/** A thumbhash holds seven waves at most a side; twice as many pixels (100 is what it takes) are four times its work and garbage. */
const THUMBHASH_SIDE = 50;

/** The thumbhash (base64) of a small picture. */
async function thumbhashOf(grid: Pixels): Promise<string> {
  const { data, info } = await inSrgb(grid)
    .resize(THUMBHASH_SIDE, THUMBHASH_SIDE, { fit: 'inside', withoutEnlargement: true })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return Buffer.from(rgbaToThumbHash(info.width, info.height, data)).toString('base64');
}

/** The perceptual hash of a small picture, seen on white where it is seen through. */
async function phash(grid: Pixels): Promise<string> {
  const grey = await inSrgb(grid)
    .flatten({ background: '#fff' })
    .resize(PHASH_SIDE, PHASH_SIDE, { fit: 'fill' })
    .toColourspace('b-w')
    .raw()
    .toBuffer();
  return phashOf(grey);
}

async function smaller(screen: Pixels, size: Size): Promise<{ grid: Uint8Array; thumbhash: string; phash: string }> {
  const pixels = await toSrgb(await resized(screen, size.width, size.height));
  const [grid, ...hashes] = await Promise.all([
    inSrgb(pixels).webp(GRID_WEBP).toBuffer(),
    thumbhashOf(pixels),
    phash(pixels),
  ]);
  return { grid, thumbhash: hashes[0], phash: hashes[1] };
}

/** Still pictures by sharp, and by libheif where sharp has no decoder. */
export const pictures: Pictures = {
  async measure(file, format) {
    await mustBeBounded(file, format);
    return (await boundedHeader(file, format)).autoOrient;
  },
  async develop(file, format, sizes) {
    const pixels = await decode(file, format, sizes.screen);
    const whole = await inWidest(pixels);
    const [screen, small] = await Promise.all([whole.webp(SCREEN_WEBP).toBuffer(), smaller(pixels, sizes.grid)]);
    return { screen, ...small };
  },
  async facts(file, format) {
    if (format.decoder === 'preview') return factsOf({ exif: await exifOfRaw(file, format.format) });
    const header = await readableHeaderOf(file);
    const exif = header?.exif ?? (format.format === 'tiff' ? file : undefined);
    return factsOf({ exif, xmp: header?.xmp, iptc: header?.iptc });
  },
};
