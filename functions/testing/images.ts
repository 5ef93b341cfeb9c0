import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gridSize, HEAD_BYTES, screenSize, sniff, type Size } from '@maru/model';
import sharp from 'sharp';
import { afterAll, beforeAll } from 'vitest';
import { images } from '../src/adapters/image/images.ts';
import type { RenderedImage, ImageFormat } from '../src/ports/images.ts';

// Helpers of image tests.

/** Creates a folder for a test file; the returned function stores bytes in it and returns their path. */
export function createTempFiles(): (name: string, bytes: Uint8Array) => Promise<string> {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'maru-images-'));
  });
  afterAll(() => rm(folder, { recursive: true }));
  return async (name, bytes) => {
    const file = join(folder, name);
    await writeFile(file, bytes);
    return file;
  };
}

/** The image format of a file. */
export async function formatOf(file: string): Promise<ImageFormat> {
  const format = sniff((await readFile(file)).subarray(0, HEAD_BYTES));
  if (format?.kind !== 'photo') throw new Error(`${file} is not a photo`);
  return format;
}

/** Renders a file as the pipeline does. */
export async function render(file: string): Promise<RenderedImage & { size: Size }> {
  const format = await formatOf(file);
  const size = await images.measure(file, format);
  const rendered = await images.render(file, format, { grid: gridSize(size), screen: screenSize(size) });
  return { size, ...rendered };
}

/** The pixels of an image at one common size, for comparison. */
const pixelsOf = (image: Uint8Array): Promise<Buffer> =>
  sharp(image).resize(300, 200, { fit: 'fill' }).removeAlpha().raw().toBuffer();

/** The mean difference of two images in the channel where it is largest, of 255. */
export async function difference(one: Uint8Array, two: Uint8Array): Promise<number> {
  const [a, b] = await Promise.all([pixelsOf(one), pixelsOf(two)]);
  const sums = [0, 0, 0];
  for (const [i, value] of a.entries()) sums[i % 3] = (sums[i % 3] ?? 0) + Math.abs(value - (b[i] ?? 0));
  return Math.max(...sums) / (a.length / 3);
}
