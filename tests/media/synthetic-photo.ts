import sharp from 'sharp';
import { scene } from './photo.ts';

/** The side of the grain tile, and how much larger a texture is than a photo, so that each photo shows another part of it. */
const TILE = 1024;
const MARGIN = 400;

/** Returns random numbers in [0, 1) from a seed (xorshift). */
function randomFrom(seed: number): () => number {
  let state = (seed * 2_654_435_761 + 1) >>> 0;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 2 ** 32;
  };
}

/** Creates grey noise around the middle, at most `by` away from it, enlarged to `width` by `height`. */
async function noise(
  random: () => number,
  side: number,
  amplitude: number,
  width: number,
  height: number,
): Promise<Buffer> {
  const grey = Buffer.alloc(side * side);
  for (let i = 0; i < grey.length; i++) grey[i] = 128 + (random() + random() + random() - 1.5) * amplitude;
  const raw = { width: side, height: side, channels: 1 } as const;
  return sharp(grey, { raw })
    .resize(width, height, { fit: 'fill' })
    .toColourspace('srgb')
    .png({ compressionLevel: 0 })
    .toBuffer();
}

/** Creates the texture that a series of photos shares: structure of every size, and sensor grain. */
export async function createTexture(size: { width: number; height: number }): Promise<Buffer> {
  const [width, height] = [size.width + MARGIN, size.height + MARGIN];
  const random = randomFrom(7);
  const layers = [
    [12, 90],
    [60, 80],
    [300, 80],
    [1200, 70],
  ] as const;
  const [first, ...more] = await Promise.all(
    layers.map(([side, amplitude]) => noise(random, side, amplitude, width, height)),
  );
  const grain = await noise(random, TILE, 16, TILE, TILE);
  return sharp(first)
    .composite([
      ...more.map((input) => ({ input, blend: 'overlay' as const })),
      { input: grain, blend: 'overlay', tile: true },
    ])
    .removeAlpha()
    .png({ compressionLevel: 0 })
    .toBuffer();
}

/** Creates a photo of a series: a drawn scene with a part of the texture, as a camera's JPEG of quality 90. */
export async function syntheticPhoto(
  seed: number,
  size: { width: number; height: number },
  texture: Buffer,
): Promise<Buffer> {
  const random = randomFrom(seed);
  const at = { left: Math.floor(random() * MARGIN), top: Math.floor(random() * MARGIN) };
  const input = await sharp(texture)
    .extract({ ...at, ...size })
    .flop(random() < 0.5)
    .png({ compressionLevel: 0 })
    .toBuffer();
  const pixels = await scene({ ...size, seed })
    .composite([{ input, blend: 'hard-light' }])
    .removeAlpha()
    .raw()
    .toBuffer();
  return sharp(pixels, { raw: { ...size, channels: 3 } })
    .withExif({ IFD0: { Make: 'Maru', Model: 'Bench' }, IFD2: { DateTimeOriginal: '2019:05:03 14:10:00' } })
    .jpeg({ quality: 90 })
    .toBuffer();
}
