import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { durationOf, motionVariant } from '@maru/model';
import sharp, { type Sharp } from 'sharp';
import { expect, test } from 'vitest';
import { createTempFiles, formatOf } from '../../../testing/images.ts';
import { createTempFolder, ffprobe } from '../../../testing/videos.ts';
import { outputFrameRate } from '../../processing/plan-video.ts';
import { videos } from '../video/videos.ts';
import { embeddedMedia } from './embedded-media.ts';

const tempFile = createTempFiles();
const folder = createTempFolder();

/** Frames in red, green and blue. */
async function moving(size = { width: 160, height: 120 }): Promise<Sharp> {
  const frame = (background: string): Promise<Buffer> =>
    sharp({ create: { ...size, channels: 3, background } })
      .png()
      .toBuffer();
  return sharp(await Promise.all(['red', 'lime', 'blue'].map(frame)), { join: { animated: true } });
}

/** The motion clip of a photo as the pipeline encodes it: its rate, frames and duration. */
async function clipOf(name: string, bytes: Buffer) {
  const file = await tempFile(name, bytes);
  const found = await embeddedMedia.motion(file, await formatOf(file), join(folder(), `${name}.motion`));
  if (!found) return undefined;
  const probe = await videos.probe(found.file, found.demuxer);
  if (!probe.video) throw new Error('no video');
  const options = {
    variants: [motionVariant(probe.video)],
    frameRate: outputFrameRate(probe.video),
    timeoutSeconds: 60,
  };
  const [encoded] = await videos.transcode({ ...found, probe }, options, folder());
  if (!encoded) throw new Error('no variant');
  const { packets = [] } = await ffprobe(encoded.file, '-show_entries', 'packet=pts_time', '-select_streams', 'v');
  return { rate: options.frameRate, frames: packets.length, seconds: durationOf(encoded.variant) };
}

test.each([
  ['slow.gif', async () => (await moving()).gif({ delay: [2000, 2000, 2000] }).toBuffer(), 0.5, 3, 6],
  ['fast.gif', async () => (await moving()).gif({ delay: [100, 100, 100] }).toBuffer(), 10, 3, 0.3],
  ['fast.webp', async () => (await moving()).webp({ delay: [100, 100, 100] }).toBuffer(), 10, 3, 0.3],
  ['slow.webp', async () => (await moving()).webp({ delay: [4000, 4000, 4000] }).toBuffer(), 0.25, 3, 12],
  ['uneven.webp', async () => (await moving()).webp({ delay: [1000, 500, 1500] }).toBuffer(), 2, 6, 3],
])('%s plays at its own rate', async (name, bytes, rate, frames, seconds) => {
  expect(await clipOf(name, await bytes())).toEqual({ rate, frames, seconds: expect.closeTo(seconds, 1) as number });
});

test('a WebP without motion, or cut off, has no clip', async () => {
  const still = await sharp(await (await moving()).webp().toBuffer())
    .webp()
    .toBuffer();
  expect(await clipOf('still.webp', still)).toBeUndefined();
  const whole = await (await moving()).webp({ delay: [100, 100, 100] }).toBuffer();
  expect(await clipOf('cut.webp', whole.subarray(0, whole.length / 2))).toBeUndefined();
});

test('a large animated WebP is scaled down', async () => {
  const large = (await moving({ width: 1600, height: 1200 })).webp({ effort: 0 });
  const file = await tempFile('large.webp', await large.toBuffer());
  const to = join(folder(), 'large.png');
  expect(await embeddedMedia.motion(file, await formatOf(file), to)).toEqual({ file: to, demuxer: 'apng' });
  expect(await sharp(await readFile(to)).metadata()).toMatchObject({ width: 960, height: 720 });
});
