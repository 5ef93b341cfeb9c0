import { rename } from 'node:fs/promises';
import { chunkFrames, stripFrames, stripFrameSize, STRIP_COLUMNS, stripRows } from '@maru/model';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { createTempFolder, createVideo, H264, planPicture, probeVideo } from '../../../testing/videos.ts';
import { videos } from './videos.ts';

const folder = createTempFolder();
const SIZE = { width: 320, height: 180 };
/** A video whose colour tells the time: ten seconds of each of these, of which the picture before the last is black. */
const COLORS = ['0xc00000', '0x00a000', '0x0000c0', '0xb0b000', '0x000000', '0xa000a0'];
const SECONDS = 10 * COLORS.length;

async function chunksOf(name: string): Promise<string[]> {
  const inputs = COLORS.flatMap((color) => ['-f', 'lavfi', '-i', `color=${color}:size=320x180:rate=25:duration=10`]);
  const graph = `${COLORS.map((_, i) => `[${String(i)}:v]`).join('')}concat=n=${String(COLORS.length)}[v]`;
  const file = await createVideo(`${folder()}/${name}`, ...inputs, '-filter_complex', graph, '-map', '[v]', ...H264);
  const media = await probeVideo(file);
  const { variants, frameRate } = planPicture(media);
  const smallest = variants.slice(-1);
  const frames = chunkFrames(frameRate, 320 * 180) / 3;
  const files: string[] = [];
  for (let index = 0; index * frames < SECONDS * frameRate; index += 1) {
    const chunk = { index, firstFrame: index * frames, frames };
    const [encoded] = await videos.transcodeChunk(
      media,
      { variants: smallest, frameRate, chunk, timeoutSeconds: 60 },
      folder(),
    );
    const to = `${folder()}/${name}-${String(index)}.mp4`;
    await rename(encoded?.file ?? '', to);
    files.push(to);
  }
  return files;
}

/** The colour in the middle of each frame of a strip, and its size. */
async function framesIn(image: Uint8Array, frames: number) {
  const { data, info } = await sharp(image).raw().toBuffer({ resolveWithObject: true });
  const [width, height] = [info.width / STRIP_COLUMNS, info.height / stripRows(frames)];
  const colors = Array.from({ length: frames }, (_, n) => {
    const x = Math.floor(((n % STRIP_COLUMNS) + 0.5) * width);
    const y = Math.floor((Math.floor(n / STRIP_COLUMNS) + 0.5) * height);
    const at = (y * info.width + x) * info.channels;
    return [...data.subarray(at, at + 3)];
  });
  return { width, height, colors };
}

test.each([false, true])('a strip shows the middle of each interval of all chunks, scenes: %s', async (findScenes) => {
  const chunks = await chunksOf(`colors-${String(findScenes)}.mp4`);
  expect(chunks.length).toBeGreaterThan(2);
  const frames = stripFrames(SECONDS);
  const options = { frames, seconds: SECONDS, size: stripFrameSize(SIZE), findScenes, timeoutSeconds: 60 };
  const { image, scenes } = await videos.makeStrip(chunks, options, folder());
  const { width, height, colors } = await framesIn(image, frames);
  expect([width, height]).toEqual([160, 90]);
  for (const [n, color] of colors.entries()) {
    const wanted = Number(COLORS[Math.floor((((n + 0.5) / frames) * SECONDS) / 10)]);
    const rgb = [wanted >> 16, (wanted >> 8) & 255, wanted & 255];
    for (const [channel, value] of rgb.entries())
      expect(Math.abs((color[channel] ?? 0) - value), `frame ${String(n)}`).toBeLessThan(25);
  }
  const found = scenes.map(({ at }) => Math.round(at)).sort((a, b) => a - b);
  expect([...new Set(found)]).toEqual(findScenes ? [10, 20, 30, 40, 50] : []);
});
