import type { Size } from '@maru/model';
import sharp from 'sharp';
import { rgbaToThumbHash } from 'thumbhash';
import type { RenderedImage } from '../../ports/images.ts';
import { computePhash } from './phash.ts';

/** Size in pixels of the RGBA image that is hashed. Perceptual hashes of copies differ by up to 6 bits with a short side of 40, by up to 10 with 24. */
const HASH_INPUT = { short: 40, long: 100, min: 16 } as const;

/** The size to hash at, keeping the aspect ratio within limits. */
function hashInputSize({ width, height }: Size): Size {
  const scale = Math.min(HASH_INPUT.short / Math.min(width, height), HASH_INPUT.long / Math.max(width, height));
  const side = (length: number): number => Math.max(HASH_INPUT.min, Math.round(length * scale));
  return { width: side(width), height: side(height) };
}

/** RGBA to grayscale over a white background. */
function toGrayscale(rgba: Uint8Array): Uint8Array {
  const at = (index: number): number => rgba[index] ?? 0;
  const gray = new Uint8Array(rgba.length / 4);
  for (let i = 0; i < gray.length; i += 1) {
    const luma = 0.299 * at(4 * i) + 0.587 * at(4 * i + 1) + 0.114 * at(4 * i + 2);
    gray[i] = 255 + ((luma - 255) * at(4 * i + 3)) / 255;
  }
  return gray;
}

/** The thumbhash (base64) and the perceptual hash, if the image has details, computed from the encoded `grid` image, which is small already. */
export async function computeHashes(grid: Uint8Array, size: Size): Promise<Pick<RenderedImage, 'thumbhash' | 'phash'>> {
  const { width, height } = hashInputSize(size);
  const rgba = await sharp(grid).resize(width, height, { fit: 'fill' }).ensureAlpha().raw().toBuffer();
  const thumbhash = Buffer.from(rgbaToThumbHash(width, height, rgba)).toString('base64');
  const phash = computePhash(toGrayscale(rgba), width);
  return { thumbhash, ...(phash !== undefined && { phash }) };
}
