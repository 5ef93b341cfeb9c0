import { MAX_HEIC_PIXELS, MAX_BUFFERED_PIXELS, MAX_PIXELS, ProcessingError, type Size } from '@maru/model';
import sharp, { type Metadata, type Sharp } from 'sharp';
import type { Developed, PictureFormat, Pictures } from '../../ports/images.ts';
import { mustBeBounded } from './structure-limits.ts';
import { inSrgb, inWidest, meantBy, resized, toSrgb, withoutIdleAlpha, type Pixels } from './color.ts';
import { factsOf } from '../metadata/read-metadata.ts';
import { hashesOf } from './hashes.ts';
import { headerOf, opened, readableHeaderOf } from './header.ts';
import { exifOfRaw } from '../metadata/raw-exif.ts';

// One file is made at a time; libvips' cache of operations would only hold memory between files.
sharp.cache(false);
/** A making has two processors: one thread decodes while the other makes smaller. */
export const THREADS = 2;
sharp.concurrency(THREADS);

/** mozjpeg's fifth table, after what eyes see (Klein, Silverstein and Carney): 12 to 14 % fewer bytes at the same score than by the usual one. */
const JPEG = { quantisationTable: 5, chromaSubsampling: '4:2:0' } as const;
/** How renditions are encoded, in their two sizes: measured, see decision 17. What can be seen through is a WebP. */
export const ENCODED = {
  screen: { jpeg: { quality: 70, ...JPEG }, webp: { quality: 80, effort: 2 } },
  grid: { jpeg: { quality: 65, ...JPEG }, webp: { quality: 72, effort: 2 } },
} as const;

/** libvips says of a file what we say of it: too large, or not to be read to its end. */
function refusalOf(error: unknown): ProcessingError {
  const text = error instanceof Error ? error.message : String(error);
  return new ProcessingError(/exceeds pixel limit/i.test(text) ? 'too-many-pixels' : 'unreadable', text);
}

const HELD = ['webp', 'gif', 'avif'];

/** How many pixels a picture may have, by what its decoder holds at once. */
function limitOf({ decoder, format }: PictureFormat, isProgressive = false): number {
  if (decoder === 'heif') return MAX_HEIC_PIXELS;
  return isProgressive || HELD.includes(format) ? MAX_BUFFERED_PIXELS : MAX_PIXELS;
}

/** A file's header, of a picture that is not too large for its decoder. */
async function boundedHeader(file: string, format: PictureFormat): Promise<Metadata> {
  const { header } = await headerOf(file);
  const known = await header.catch((error: unknown) => {
    throw refusalOf(error);
  });
  if (known.width * known.height > limitOf(format, known.isProgressive)) throw new ProcessingError('too-many-pixels');
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
    const { width, height } = info;
    const pixels: Pixels = { width, height, channels: info.channels === 4 ? 4 : 3, bits: 8, data };
    return await withoutIdleAlpha({ ...pixels, ...meantBy(isRgb(header) ? header.icc : undefined) });
  } catch (error) {
    throw refusalOf(error);
  }
}

/** A picture in one of the two sizes. */
const encoded = (picture: Sharp, as: keyof typeof ENCODED, { channels }: Pixels): Promise<Uint8Array> =>
  (channels === 4 ? picture.webp(ENCODED[as].webp) : picture.jpeg(ENCODED[as].jpeg)).toBuffer();

/** Everything but `screen`. Colours are told of few pixels. */
async function smaller(screen: Pixels, { width, height }: Size): Promise<Omit<Developed, 'screen' | 'type'>> {
  const pixels = screen.meant ? await toSrgb(await resized(screen, width, height)) : screen;
  const grid = await encoded(inSrgb(pixels).resize(width, height, { fit: 'fill' }), 'grid', pixels);
  return { grid, ...(await hashesOf(grid, { width, height })) };
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
    const [screen, small] = await Promise.all([encoded(whole, 'screen', pixels), smaller(pixels, sizes.grid)]);
    return { type: pixels.channels === 4 ? 'image/webp' : 'image/jpeg', screen, ...small };
  },
  async facts(file, format) {
    if (format.decoder === 'preview') return factsOf({ exif: await exifOfRaw(file, format.format) });
    const header = await readableHeaderOf(file);
    const exif = header?.exif ?? (format.format === 'tiff' ? file : undefined);
    return factsOf({ exif, xmp: header?.xmp, iptc: header?.iptc });
  },
};
