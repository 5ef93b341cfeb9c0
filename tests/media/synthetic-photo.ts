import sharp from 'sharp';
import { scene } from './photo.ts';

/** The side of a plate's finest grain, and what a plate is larger than a photograph, so that each has its own piece of it. */
const TILE = 1024;
const ROOM = 400;

/** Numbers from 0 to 1, always the same for a seed (xorshift). */
function chance(seed: number): () => number {
  let state = (seed * 2_654_435_761 + 1) >>> 0;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 2 ** 32;
  };
}

/** Grey noise about the middle, up to `by` away from it, enlarged to `width` by `height`. */
async function noise(random: () => number, side: number, by: number, width: number, height: number): Promise<Buffer> {
  const grey = Buffer.alloc(side * side);
  for (let i = 0; i < grey.length; i++) grey[i] = 128 + (random() + random() + random() - 1.5) * by;
  const raw = { width: side, height: side, channels: 1 } as const;
  return sharp(grey, { raw })
    .resize(width, height, { fit: 'fill' })
    .toColourspace('srgb')
    .png({ compressionLevel: 0 })
    .toBuffer();
}

/** What every photograph of a series is taken through: structure of every size from clouds to leaves, and the grain of a sensor. */
export async function plate(size: { width: number; height: number }): Promise<Buffer> {
  const [width, height] = [size.width + ROOM, size.height + ROOM];
  const random = chance(7);
  const layers = [
    [12, 90],
    [60, 80],
    [300, 80],
    [1200, 70],
  ] as const;
  const [first, ...more] = await Promise.all(layers.map(([side, by]) => noise(random, side, by, width, height)));
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

/** One of a series of photographs without end: a drawn scene seen through a piece of a plate, as a camera's JPEG of quality 90. */
export async function syntheticPhoto(
  seed: number,
  size: { width: number; height: number },
  through: Buffer,
): Promise<Buffer> {
  const random = chance(seed);
  const at = { left: Math.floor(random() * ROOM), top: Math.floor(random() * ROOM) };
  const input = await sharp(through)
    .extract({ ...at, ...size })
    .flop(random() < 0.5)
    .png({ compressionLevel: 0 })
    .toBuffer();
  const seen = await scene({ ...size, seed })
    .composite([{ input, blend: 'hard-light' }])
    .removeAlpha()
    .raw()
    .toBuffer();
  return sharp(seen, { raw: { ...size, channels: 3 } })
    .withExif({ IFD0: { Make: 'Maru', Model: 'Bench' }, IFD2: { DateTimeOriginal: '2019:05:03 14:10:00' } })
    .jpeg({ quality: 90 })
    .toBuffer();
}
