import type { Size } from '@maru/model';
import sharp from 'sharp';
import { rgbaToThumbHash } from 'thumbhash';
import type { Developed } from '../../ports/images.ts';
import { phashOf } from './phash.ts';

/** Sides of the picture that hashes are of, RGBA: with 24 pixels instead of 40 copies are up to 10 bits apart, with 40 up to 6. */
const HASHED = { short: 40, long: 100, least: 16 } as const;

/** The size of that picture. */
function hashedSize({ width, height }: Size): Size {
  const by = Math.min(HASHED.short / Math.min(width, height), HASHED.long / Math.max(width, height));
  const side = (of: number): number => Math.max(HASHED.least, Math.round(of * by));
  return { width: side(width), height: side(height) };
}

/** RGBA as grey, seen on white where it is seen through. */
function greyOf(rgba: Uint8Array): Uint8Array {
  const at = (place: number): number => rgba[place] ?? 0;
  return Uint8Array.from({ length: rgba.length / 4 }, (_, i) => {
    const light = 0.299 * at(4 * i) + 0.587 * at(4 * i + 1) + 0.114 * at(4 * i + 2);
    return 255 + ((light - 255) * at(4 * i + 3)) / 255;
  });
}

/** The thumbhash (base64) and the perceptual hash of `grid`: its decoder makes it a quarter as large in no time. */
export async function hashesOf(grid: Uint8Array, size: Size): Promise<Pick<Developed, 'thumbhash' | 'phash'>> {
  const { width, height } = hashedSize(size);
  const rgba = await sharp(grid).resize(width, height, { fit: 'fill' }).ensureAlpha().raw().toBuffer();
  const thumbhash = Buffer.from(rgbaToThumbHash(width, height, rgba)).toString('base64');
  return { thumbhash, phash: phashOf(greyOf(rgba), width) };
}
