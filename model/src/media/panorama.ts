import * as v from 'valibot';
import type { DeepReadonly } from '../schema.ts';
import type { Size } from './renditions.ts';

const fraction = v.pipe(v.number(), v.minValue(0), v.maxValue(1));

/** The schema of `Panorama`. */
export const panoramaSchema = v.object({ left: fraction, top: fraction, width: fraction, height: fraction });

/**
 * The part of the sphere around the camera that a photo in equirectangular projection covers, as fractions of the whole sphere's picture, whose
 * middle is straight ahead. A photo of everything around is `{ left: 0, top: 0, width: 1, height: 1 }`.
 */
export type Panorama = DeepReadonly<v.InferOutput<typeof panoramaSchema>>;

/** What a file says of its projection (XMP namespace GPano), in pixels of the picture as the camera wrote it. Not validated. */
export interface SphereMetadata {
  readonly projection?: string;
  readonly fullWidth?: number;
  readonly fullHeight?: number;
  readonly width?: number;
  readonly height?: number;
  readonly left?: number;
  readonly top?: number;
}

/** How much the ratio of a picture may differ from what its metadata says, which other programs leave in pictures that they crop. */
const MAX_DEFORMATION = 0.02;
/** Less of the sphere looks like a usual photo. */
const MIN_SPHERE_WIDTH = 0.25;

const isSimilar = (a: number, b: number): boolean => Math.abs(a / b - 1) <= MAX_DEFORMATION;
const rounded = (value: number): number => Math.round(value * 1e4) / 1e4;

/** Which part of the sphere a photo of this size covers; undefined if it is no panorama in equirectangular projection, or its metadata is wrong. */
export function panoramaOf(metadata: SphereMetadata, size: Size): Panorama | undefined {
  const { projection, fullWidth, fullHeight, width, height, left = 0, top = 0 } = metadata;
  if (projection !== 'equirectangular') return undefined;
  if (fullWidth === undefined || fullHeight === undefined || width === undefined || height === undefined)
    return isSimilar(size.width / size.height, 2) ? { left: 0, top: 0, width: 1, height: 1 } : undefined;
  if (![fullWidth, fullHeight, width, height].every((length) => length > 0)) return undefined;
  if (!isSimilar(width / height, size.width / size.height)) return undefined;
  const part = {
    left: rounded(left / fullWidth),
    top: rounded(top / fullHeight),
    width: rounded(width / fullWidth),
    height: rounded(height / fullHeight),
  };
  const isInside = part.left + part.width <= 1.0001 && part.top + part.height <= 1.0001;
  return v.is(panoramaSchema, part) && isInside && part.width >= MIN_SPHERE_WIDTH ? part : undefined;
}
