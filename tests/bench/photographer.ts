import sharp from 'sharp';
import { scene } from '../media/photo.ts';

const DAY_MS = 86_400_000;

/**
 * Returns a function that creates unique photos, 12 megapixels by default, each one day newer than the last, so that it appears at the top
 * of all photos.
 */
export async function photographer(width = 4000): Promise<() => Promise<Buffer>> {
  const height = (width * 3) / 4;
  const raw = await scene({ width, height, seed: Date.now() % 360 })
    .removeAlpha()
    .raw()
    .toBuffer();
  let takenAt = Date.UTC(2020, 0, 1);
  return () => {
    takenAt += DAY_MS;
    const day = new Date(takenAt).toISOString().slice(0, 10).replaceAll('-', ':');
    return sharp(raw, { raw: { width, height, channels: 3 } })
      .withExif({
        IFD0: { Make: 'Maru', Artist: Math.random().toString(36) },
        IFD2: { DateTimeOriginal: `${day} 10:00:00` },
      })
      .jpeg({ quality: 90 })
      .toBuffer();
  };
}
