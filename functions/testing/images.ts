import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gridSize, HEAD_BYTES, screenSize, sniff, type Size } from '@maru/model';
import sharp from 'sharp';
import { afterAll, beforeAll } from 'vitest';
import { images } from '../src/adapters/image/images.ts';
import type { RenderedImage, ImageFormat } from '../src/ports/images.ts';

// What tests of pictures share.

/** A folder for the time of a test file; what is answered keeps bytes in it and gives their path. */
export function keeping(): (name: string, bytes: Uint8Array) => Promise<string> {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'maru-pictures-'));
  });
  afterAll(() => rm(folder, { recursive: true }));
  return async (name, bytes) => {
    const file = join(folder, name);
    await writeFile(file, bytes);
    return file;
  };
}

/** What a photo's bytes say it is. */
export async function formatOf(file: string): Promise<ImageFormat> {
  const sniffed = sniff((await readFile(file)).subarray(0, HEAD_BYTES));
  if (sniffed?.kind !== 'photo') throw new Error(`${file} is no photo`);
  return sniffed;
}

/** Develops a file as the pipeline does. */
export async function render(file: string): Promise<RenderedImage & { size: Size }> {
  const format = await formatOf(file);
  const size = await images.measure(file, format);
  const made = await images.render(file, format, { grid: gridSize(size), screen: screenSize(size) });
  return { size, ...made };
}

/** The pixels of a picture at one common size, so that two can be compared. */
const pixelsOf = (picture: Uint8Array): Promise<Buffer> =>
  sharp(picture).resize(300, 200, { fit: 'fill' }).removeAlpha().raw().toBuffer();

/** The mean difference of two pictures, for the channel in which it is greatest, of 255. */
export async function difference(one: Uint8Array, two: Uint8Array): Promise<number> {
  const [a, b] = await Promise.all([pixelsOf(one), pixelsOf(two)]);
  const sums = [0, 0, 0];
  for (const [i, value] of a.entries()) sums[i % 3] = (sums[i % 3] ?? 0) + Math.abs(value - (b[i] ?? 0));
  return Math.max(...sums) / (a.length / 3);
}
