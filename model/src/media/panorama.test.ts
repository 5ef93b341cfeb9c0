import { expect, test } from 'vitest';
import { panoramaOf, type SphereMetadata } from './panorama.ts';

const SIZE = { width: 8000, height: 4000 };
const WHOLE = { left: 0, top: 0, width: 1, height: 1 };
const full: SphereMetadata = {
  projection: 'equirectangular',
  ...{ fullWidth: 8000, fullHeight: 4000, width: 8000, height: 4000, left: 0, top: 0 },
};

test('a photo of everything around covers the whole sphere, also when it was made smaller afterwards', () => {
  expect(panoramaOf(full, SIZE)).toEqual(WHOLE);
  expect(panoramaOf(full, { width: 2000, height: 1000 })).toEqual(WHOLE);
  expect(panoramaOf({ projection: 'equirectangular' }, SIZE)).toEqual(WHOLE);
});

test('a part of the sphere is where the metadata says', () => {
  const part = { ...full, width: 4000, height: 1000, left: 2000, top: 1500 };
  expect(panoramaOf(part, { width: 4000, height: 1000 })).toEqual({ left: 0.25, top: 0.375, width: 0.5, height: 0.25 });
});

test.each<[string, SphereMetadata]>([
  ['no projection', { ...full, projection: '' }],
  ['another projection', { ...full, projection: 'cylindrical' }],
  ['a size of 0', { ...full, fullWidth: 0 }],
  ['a negative size', { ...full, width: -8000, height: -4000 }],
  ['a part that begins before the sphere', { ...full, left: -10 }],
  ['a part that ends beyond it', { ...full, left: 10 }],
  ['a part that ends below it', { ...full, top: 10 }],
  ['a photo that was cropped afterwards', { ...full, width: 8000, height: 3000 }],
  ['less than a quarter of the way around', { ...full, fullWidth: 40_000, fullHeight: 20_000 }],
  ['no number', { ...full, left: Number.NaN }],
])('is no panorama: %s', (_, metadata) => {
  expect(panoramaOf(metadata, SIZE)).toBeUndefined();
});

test('is no panorama: neither numbers nor the ratio of a whole sphere', () => {
  expect(panoramaOf({ projection: 'equirectangular' }, { width: 8000, height: 3000 })).toBeUndefined();
});
