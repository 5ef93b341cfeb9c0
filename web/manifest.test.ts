import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { manifest } from './manifest.ts';

const icons = manifest.icons ?? [];

test('the manifest is installable under the name 마루', () => {
  expect(manifest).toMatchObject({ short_name: '마루', lang: 'ko', display: 'standalone', start_url: '/', id: '/' });
  const kinds = icons.map((icon) => `${String(icon.purpose)} ${String(icon.sizes)}`);
  expect(kinds.sort()).toEqual([
    'any 192x192',
    'any 512x512',
    'maskable 192x192',
    'maskable 512x512',
    'monochrome 512x512',
  ]);
});

test.each([...icons, { src: '/icons/apple-180.png', sizes: '180x180' }])('$src has the declared size', (icon) => {
  const png = readFileSync(join(import.meta.dirname, 'static', icon.src));
  // PNG specification, 11.2.1: IHDR begins with width and height.
  expect(`${String(png.readUInt32BE(16))}x${String(png.readUInt32BE(20))}`).toBe(icon.sizes);
});

test.each([...(manifest.screenshots ?? [])])(
  '$src has the declared size and at most 100 kB',
  async ({ src, sizes }) => {
    const file = join(import.meta.dirname, 'static', src);
    const { width, height, format } = await sharp(file).metadata();
    expect(`${String(width)}x${String(height)} ${format}`).toBe(`${sizes} webp`);
    expect(statSync(file).size).toBeLessThanOrEqual(100_000);
  },
);
