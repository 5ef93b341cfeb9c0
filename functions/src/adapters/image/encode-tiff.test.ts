import sharp from 'sharp';
import { expect, test } from 'vitest';
import { encodeTiff } from './encode-tiff.ts';

test('encodeTiff keeps pixels and profile', async () => {
  const red = { create: { width: 9, height: 7, channels: 3, background: { r: 220, g: 60, b: 40 } } } as const;
  const wide = await sharp(red).withIccProfile('p3').png().toBuffer();
  const { icc } = await sharp(wide).metadata();
  if (!icc) throw new Error('sharp wrote no profile');
  // The values of the same red in Display P3, which is wider than sRGB.
  const rgba = Buffer.alloc(9 * 7 * 4, Buffer.from([203, 74, 52, 255]));
  const tiff = encodeTiff({ width: 9, height: 7, channels: 4, bits: 8, data: rgba }, icc);
  expect(await sharp(tiff).metadata()).toMatchObject({ format: 'tiff', width: 9, height: 7, channels: 4 });
  const shown = await sharp(tiff).toColourspace('srgb').raw().toBuffer();
  for (const [i, value] of [220, 60, 40, 255].entries()) expect(Math.abs((shown[i] ?? 0) - value)).toBeLessThan(5);
  expect((await sharp(tiff).stats()).isOpaque).toBe(true);
});
