import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { manifest } from './manifest.ts';

const icons = manifest.icons ?? [];

test('a phone can install it, and calls it 마루', () => {
  expect(manifest).toMatchObject({ short_name: '마루', lang: 'ko', display: 'standalone', start_url: '/', id: '/' });
  const kinds = icons.map((icon) => `${String(icon.purpose)} ${String(icon.sizes)}`);
  expect(kinds.sort()).toEqual(['any 192x192', 'any 512x512', 'maskable 192x192', 'maskable 512x512']);
});

test.each([...icons, { src: '/icons/apple-180.png', sizes: '180x180' }])('$src is as big as it says', (icon) => {
  const png = readFileSync(join(import.meta.dirname, 'static', icon.src));
  // PNG, 11.2.1: width and height are the first eight bytes of IHDR.
  expect(`${String(png.readUInt32BE(16))}x${String(png.readUInt32BE(20))}`).toBe(icon.sizes);
});
