import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  MAX_EXIF_POINTERS,
  MAX_PAGES,
  MAX_HEIF_BYTES,
  MAX_BUFFERED_PIXELS,
  MAX_IMAGE_BYTES,
  MAX_PIXELS,
  type Format,
} from '@maru/model';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { heicOf } from '../../../../tests/media/heic.ts';
import { jpegOf, scene } from '../../../../tests/media/photo.ts';
import { sized } from '../../../testing/fuzz/bombs/jpeg.ts';
import { webpBombs } from '../../../testing/fuzz/bombs/webp.ts';
import { chain } from '../../../testing/fuzz/bombs/tiff.ts';
import { withExif } from '../../../testing/fuzz/formats/jpeg.ts';
import { chunk, png, zeros } from '../../../testing/fuzz/formats/png.ts';
import { directory, tiff, type TiffEntry } from '../../../testing/fuzz/formats/tiff.ts';
import { checkStructureLimits } from './structure-limits.ts';
import { images } from './images.ts';

let folder = '';
let count = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'maru-limits-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function tempFile(bytes: Buffer): Promise<string> {
  const file = join(folder, String((count += 1)));
  await writeFile(file, bytes);
  return file;
}

const checkLimits = async (format: Format, bytes: Buffer): Promise<void> =>
  checkStructureLimits(await tempFile(bytes), { kind: 'photo', format, decoder: 'sharp' });

const exifWithPointers = (times: number): Buffer =>
  tiff(directory(Array.from({ length: times }, (): TiffEntry => [34665, 4, 1, 8])));

describe('an EXIF block with directory pointers', () => {
  test('is accepted up to the limit', async () => {
    await checkLimits('jpeg', withExif(await jpegOf(), exifWithPointers(MAX_EXIF_POINTERS)));
  });

  test('is unreadable above the limit, in JPEG and PNG and in either byte order', async () => {
    const circles = exifWithPointers(MAX_EXIF_POINTERS + 1);
    const refused = { failure: 'unreadable' };
    await expect(checkLimits('jpeg', withExif(await jpegOf(), circles))).rejects.toMatchObject(refused);
    const dot = { width: 1, height: 1 };
    await expect(checkLimits('png', png(dot, { extra: [chunk('eXIf', circles)] }))).rejects.toMatchObject(refused);
    const other = Buffer.concat([
      Buffer.from('MM\0*'),
      circles.subarray(4, 8),
      Buffer.from(circles.subarray(8)).swap16(),
    ]);
    await expect(checkLimits('png', png(dot, { extra: [chunk('eXIf', other)] }))).rejects.toMatchObject(refused);
  });

  test('is found anywhere in a HEIC', async () => {
    const size = { width: 64, height: 48 };
    const image = await scene(size).png().toBuffer();
    const heicWith = (times: number): Promise<Buffer> => heicOf(image, size, { exif: exifWithPointers(times) });
    await checkLimits('heic', await heicWith(3));
    const refused = { failure: 'unreadable' };
    await expect(checkLimits('heic', await heicWith(MAX_EXIF_POINTERS + 1))).rejects.toMatchObject(refused);
    for (const ahead of [2 ** 18 - 3, 2 ** 20])
      await expect(
        checkLimits('avif', Buffer.concat([Buffer.alloc(ahead), exifWithPointers(MAX_EXIF_POINTERS + 1)])),
      ).rejects.toMatchObject(refused);
    await expect(checkLimits('avif', Buffer.from('II*\0'.repeat(100)))).rejects.toMatchObject(refused);
  });
});

test('refuses too many pages or frames', async () => {
  const refused = { failure: 'too-many-pixels' };
  await checkLimits('tiff', chain(MAX_PAGES));
  await expect(checkLimits('tiff', chain(MAX_PAGES + 1))).rejects.toMatchObject(refused);
  await expect(checkLimits('tiff', chain(2, 8))).rejects.toMatchObject(refused);
  // A BigTIFF whose only directory refers to itself as the next.
  const big = Buffer.from('II+\0\x08\0\0\0\x10\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x10\0\0\0\0\0\0\0', 'latin1');
  await expect(checkLimits('tiff', big)).rejects.toMatchObject(refused);
  const many = await tempFile(chain(MAX_PAGES + 1));
  await expect(images.measure(many, { kind: 'photo', format: 'tiff', decoder: 'sharp' })).rejects.toMatchObject(
    refused,
  );
  const frames = webpBombs().find(({ name }) => name === 'a hundred thousand frames');
  await expect(checkLimits('webp', frames?.bytes() ?? Buffer.alloc(0))).rejects.toMatchObject(refused);
});

test('refuses too many pixels before decoding, also without measuring first', async () => {
  const bomb = await tempFile(png({ width: 60_000, height: 60_000 }, { pixels: zeros(1000) }));
  const size = { width: 16, height: 16 };
  const rendered = images.render(
    bomb,
    { kind: 'photo', format: 'png', decoder: 'sharp' },
    { grid: size, screen: size },
  );
  await expect(rendered).rejects.toMatchObject({ failure: 'too-many-pixels' });
});

test('refuses more bytes than the decoder handles', async () => {
  for (const [format, max] of [
    ['jpeg', MAX_IMAGE_BYTES],
    ['gif', MAX_IMAGE_BYTES],
    ['avif', MAX_HEIF_BYTES],
  ] as const) {
    const file = await tempFile(Buffer.from('sparse'));
    await truncate(file, max);
    await checkStructureLimits(file, { kind: 'photo', format, decoder: 'sharp' });
    await truncate(file, max + 1);
    const refused = checkStructureLimits(file, { kind: 'photo', format, decoder: 'sharp' });
    await expect(refused).rejects.toMatchObject({ failure: 'too-large' });
  }
});

test('accepts truncated structures, which the decoder handles', async () => {
  const jpeg = await jpegOf();
  for (const [format, bytes] of [
    ['jpeg', jpeg.subarray(0, 30)],
    ['png', png({ width: 9, height: 9 }).subarray(0, 20)],
    ['webp', Buffer.from('RIFF\0\0\0\0WEBPVP8 ')],
    ['tiff', chain(3).subarray(0, 200)],
    ['gif', Buffer.from('GIF89a')],
    ['tiff', Buffer.concat([Buffer.from('II+\0\x08\0\0\0', 'latin1'), Buffer.alloc(8, 0xff)])],
    ['heic', randomBytes(2 ** 20)],
    ['jpeg', withExif(jpeg, Buffer.concat([Buffer.from('II*\0'), randomBytes(65_000)]))],
  ] as const)
    await checkLimits(format, bytes);
});

test('refuses fewer pixels for progressive than for baseline JPEG', async () => {
  const jpeg = await jpegOf();
  const measured = async (bytes: Buffer): Promise<unknown> =>
    images.measure(await tempFile(bytes), { kind: 'photo', format: 'jpeg', decoder: 'sharp' });
  const side = Math.floor(Math.sqrt(MAX_PIXELS));
  expect(side * side).toBeGreaterThan(MAX_BUFFERED_PIXELS);
  expect(await measured(sized(jpeg, side, side))).toEqual({ width: side, height: side });
  const { default: sharp } = await import('sharp');
  const progressive = await sharp(jpeg).jpeg({ progressive: true }).toBuffer();
  await expect(measured(sized(progressive, side, side))).rejects.toMatchObject({ failure: 'too-many-pixels' });
});
