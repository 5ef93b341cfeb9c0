import { MAX_HEIC_PIXELS, MAX_BUFFERED_PIXELS, MAX_PIXELS, ProcessingError, rotatedSize, type Size } from '@maru/model';
import sharp, { type Metadata, type Sharp } from 'sharp';
import type { RenderedImage, ImageFormat, Images } from '../../ports/images.ts';
import { checkStructureLimits } from './structure-limits.ts';
import { asSrgb, asWidestGamut, profileOf, resize, rotate, toSrgb, dropOpaqueAlpha, type Pixels } from './color.ts';
import { readMetadata } from '../metadata/read-metadata.ts';
import { hasEnoughRows, isTruncation } from './damaged-jpeg.ts';
import { measureByFfmpeg, toPng } from './ffmpeg-image.ts';
import { computeHashes } from './hashes.ts';
import { openImage, readHeader, refusalOf, tryReadHeader } from './header.ts';
import { readRawExif } from '../metadata/raw-exif.ts';

// One file is processed at a time; libvips' operation cache would only hold memory between files.
sharp.cache(false);
/** A processing instance has two CPUs: one thread decodes while the other resizes. */
export const THREADS = 2;
sharp.concurrency(THREADS);

/** mozjpeg's perceptual table 5 (Klein, Silverstein and Carney): 12 to 14 % fewer bytes at the same score than the standard table. */
const JPEG = { quantisationTable: 5, chromaSubsampling: '4:2:0' } as const;
/** Encoder options for the two rendition sizes, from measurements (decision 17). Images with alpha become WebP. */
export const ENCODER_OPTIONS = {
  screen: { jpeg: { quality: 70, ...JPEG }, webp: { quality: 80, effort: 2 } },
  grid: { jpeg: { quality: 65, ...JPEG }, webp: { quality: 72, effort: 2 } },
} as const;

const PNG: ImageFormat = { kind: 'photo', format: 'png', decoder: 'sharp' };

/** Formats whose decoder holds the whole image in memory. */
const UNSTREAMED = ['webp', 'gif', 'avif'];

/** Pixel limit, by how much the decoder holds in memory at once. */
function limitOf({ decoder, format }: ImageFormat, isProgressive = false): number {
  if (decoder === 'heif') return MAX_HEIC_PIXELS;
  return isProgressive || UNSTREAMED.includes(format) ? MAX_BUFFERED_PIXELS : MAX_PIXELS;
}

/** Reads the header and refuses an image that is too large for its decoder. */
async function boundedHeader(file: string, format: ImageFormat): Promise<Metadata> {
  const header = await readHeader(file);
  if (header.width * header.height > limitOf(format, header.isProgressive))
    throw new ProcessingError('too-many-pixels');
  return header;
}

/** RGB images are color-managed after downsizing; libvips converts every other color space to sRGB while decoding. */
const isRgb = ({ space }: Metadata): boolean => space === 'srgb' || space === 'rgb16' || space === 'rgb';

async function openUpright(
  file: string,
  format: ImageFormat,
  header: Metadata,
  screen: Size,
  failOn: 'error' | 'none',
): Promise<Sharp> {
  if (format.decoder === 'sharp') return openImage(file, { ignoreIcc: isRgb(header), failOn }).autoOrient();
  const { decodeHeif } = await import('./heif.ts');
  // Already rotated by libheif.
  const { width, height, channels, data } = await decodeHeif(file, screen);
  return sharp(new Uint8Array(data), { raw: { width, height, channels } });
}

/** Decodes once, at the size of `screen` and upright. Color conversion comes afterwards, on far fewer pixels. */
async function decode(
  file: string,
  format: ImageFormat,
  screen: Size,
  failOn: 'error' | 'none' = 'error',
): Promise<Pixels> {
  if (format.decoder === 'ffmpeg') return decode(await toPng(file, format, screen), PNG, screen);
  const header = await boundedHeader(file, format);
  const from = await openUpright(file, format, header, screen, failOn);
  try {
    const { data, info } = await from
      .resize({ ...screen, fit: 'fill' })
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    const { width, height } = info;
    const pixels: Pixels = { width, height, channels: info.channels === 4 ? 4 : 3, bits: 8, data };
    return await dropOpaqueAlpha({ ...pixels, ...profileOf(isRgb(header) ? header.icc : undefined) });
  } catch (error) {
    throw refusalOf(error);
  }
}

/** Decodes a whole image, or what there is of a truncated JPEG. */
async function decodeOrSalvage(
  file: string,
  format: ImageFormat,
  screen: Size,
): Promise<{ readonly decoded: Pixels; readonly isDamaged?: true }> {
  try {
    return { decoded: await decode(file, format, screen) };
  } catch (error) {
    if (format.format !== 'jpeg' || !isTruncation(error) || !(await hasEnoughRows(file))) throw error;
    return { decoded: await decode(file, format, screen, 'none'), isDamaged: true };
  }
}

/** Encodes one rendition. */
const encode = (image: Sharp, as: keyof typeof ENCODER_OPTIONS, { channels }: Pixels): Promise<Uint8Array> =>
  (channels === 4 ? image.webp(ENCODER_OPTIONS[as].webp) : image.jpeg(ENCODER_OPTIONS[as].jpeg)).toBuffer();

/** Renders `grid` and the hashes from the screen-size pixels. */
async function renderGrid(
  screen: Pixels,
  { width, height }: Size,
): Promise<Omit<RenderedImage, 'screen' | 'type' | 'isDamaged'>> {
  const pixels = screen.profile ? await toSrgb(await resize(screen, width, height)) : screen;
  const grid = await encode(asSrgb(pixels).resize(width, height, { fit: 'fill' }), 'grid', pixels);
  return { grid, ...(await computeHashes(grid, { width, height })) };
}

/** Images by sharp, and by libheif where sharp has no decoder. */
export const images: Images = {
  async measure(file, format) {
    await checkStructureLimits(file, format);
    if (format.decoder === 'ffmpeg') return measureByFfmpeg(file, format);
    return (await boundedHeader(file, format)).autoOrient;
  },
  async render(file, format, sizes, rotation = 0) {
    const { decoded, isDamaged } = await decodeOrSalvage(file, format, rotatedSize(sizes.screen, rotation));
    const pixels = rotation === 0 ? decoded : await rotate(decoded, rotation);
    const whole = await asWidestGamut(pixels);
    const [screen, small] = await Promise.all([encode(whole, 'screen', pixels), renderGrid(pixels, sizes.grid)]);
    return {
      type: pixels.channels === 4 ? 'image/webp' : 'image/jpeg',
      screen,
      ...small,
      ...(isDamaged && { isDamaged }),
    };
  },
  async readMetadata(file, format) {
    if (format.decoder === 'preview') return readMetadata({ exif: await readRawExif(file, format.format) });
    const header = await tryReadHeader(file);
    const exif = header?.exif ?? (format.format === 'tiff' ? file : undefined);
    return readMetadata({ exif, xmp: header?.xmp, iptc: header?.iptc });
  },
};
