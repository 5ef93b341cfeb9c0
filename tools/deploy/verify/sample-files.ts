import { randomInt } from 'node:crypto';
import { open } from 'node:fs/promises';
import sharp from 'sharp';
import { animationOf } from '../../../tests/media/animation.ts';
import { heicOf } from '../../../tests/media/heic.ts';
import { motionPhoto } from '../../../tests/media/motion-photo.ts';
import { jpegOf } from '../../../tests/media/photo.ts';
import { mp4Of } from '../../../tests/media/video.ts';

/** A different file at each call: an item is named by its bytes, and that of an earlier run may still be in the trash. */
const randomSeed = (): number => randomInt(1, 2 ** 31);

const noise = (width: number, height: number) =>
  sharp({
    create: { width, height, channels: 3, background: '#888', noise: { type: 'gaussian', mean: 128, sigma: 30 } },
  });

/** A JPEG of three megapixels with a capture date. */
export const createJpeg = (): Promise<Buffer> => jpegOf({ width: 2048, height: 1536, seed: randomSeed() });

/** Creates one small file of each kind that is processed in its own way. The first three need ffmpeg with libx264 or libx265. */
export const MEDIA = {
  heic: async () => heicOf(await noise(640, 480).png().toBuffer(), { width: 640, height: 480 }),
  motion: async () =>
    motionPhoto(
      await jpegOf({ width: 640, height: 480, seed: randomSeed() }),
      await mp4Of({ width: 320, height: 240, seconds: 1, rate: 12, sound: false }),
    ),
  video: () => mp4Of({ width: 640, height: 360, seconds: 4, rate: 12, seed: randomInt(1, 9000) }),
  gif: () => animationOf('gif', 10, randomInt(1, 9000)),
} as const;

/** Bytes of a large sound file: just over the limit of an emulator's request. */
export const LARGE_BYTES = 200 * 1024 ** 2;

/** Writes a WAV of `LARGE_BYTES`: twenty minutes of silence, with a random first sample. */
export async function writeLargeSound(path: string): Promise<void> {
  const header = Buffer.alloc(44);
  const samples = LARGE_BYTES - header.length;
  header.write('RIFF', 0);
  header.writeUInt32LE(samples + 36, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(2, 22);
  header.writeUInt32LE(44_100, 24);
  header.writeUInt32LE(44_100 * 4, 28);
  header.writeUInt16LE(4, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(samples, 40);
  const file = await open(path, 'w');
  try {
    await file.write(header);
    await file.write(Buffer.from([randomInt(256), randomInt(256)]));
    await file.truncate(LARGE_BYTES);
  } finally {
    await file.close();
  }
}
