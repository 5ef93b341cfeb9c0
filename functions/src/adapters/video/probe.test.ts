import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { requireComplete } from '../../processing/plan-video.ts';
import {
  createTempFolder,
  createVideo,
  H264,
  interlaced,
  planPicture,
  probeVideo,
  softPattern,
  testPattern,
  tone,
  transcode,
} from '../../../testing/videos.ts';
import { haveClosedGroups } from './copyable.ts';
import { decideOrder } from './interlacing.ts';
import { frameRateOf } from './probe.ts';
import { videos } from './videos.ts';

const folder = createTempFolder();
const at = (name: string): string => join(folder(), name);
afterEach(() => vi.unstubAllEnvs());

test.each([
  ['60000/1', '30000/1001', true, 29.97],
  ['30000/1001', '60000/1001', true, 29.97],
  ['28/1', '30/1', false, 30],
  ['12/1', '60/1', false, 12],
  ['0/0', '25/1', false, 25],
  ['0/0', '0/0', false, undefined],
  ['240/1', '240/1', false, 240],
])('an average of %s and a base of %s frames per second, interlaced: %s, is %s', (average, base, is, rate) => {
  expect(frameRateOf({ avg_frame_rate: average, r_frame_rate: base, start_time: '0' }, is)).toBe(rate);
});

test('without timestamps the average is a guess', () => {
  expect(frameRateOf({ avg_frame_rate: '25/1', r_frame_rate: '30/1' }, false)).toBe(30);
});

const counts = (tff: number, bff: number, progressive: number, undetermined = 0) => ({
  ...{ tff, bff, progressive, undetermined },
});
test.each([
  ['flagged and combed in another order', 'tff', counts(0, 80, 2), 'bff'],
  ['flagged and still', 'tff', counts(0, 0, 0, 90), 'tff'],
  ['flagged, but progressive', 'tff', counts(0, 0, 60, 30), undefined],
  ['flagged, hardly moving', 'bff', counts(0, 2, 5, 83), 'bff'],
  ['not flagged, but combed', undefined, counts(70, 1, 5), 'tff'],
  ['not flagged, with fine lines', undefined, counts(49, 30, 11), undefined],
  ['progressive', undefined, counts(1, 0, 80), undefined],
] as const)('a video that is %s', (_, flagged, found, order) => {
  expect(decideOrder(flagged, found)).toBe(order);
});

test('a keyframe must come first and often, and no frame may be displayed before it', () => {
  const packets = (...frames: [number, string?][]) =>
    frames.map(([pts, flags = '___']) => ({ pts_time: String(pts), flags }));
  expect(haveClosedGroups(packets([0, 'K__'], [0.2], [0.1], [2, 'K__'], [2.1]))).toBe(true);
  expect(haveClosedGroups(packets([0, 'K__'], [0.1], [2, 'K__'], [1.9]))).toBe(false);
  expect(haveClosedGroups(packets([0], [2, 'K__']))).toBe(false);
  expect(haveClosedGroups(packets([0, 'K__'], [7, 'K__']))).toBe(false);
  expect(haveClosedGroups([])).toBe(false);
});

test('DV has a plausible rate, is interlaced and has its display size', async () => {
  const dv = ['-c:v', 'dvvideo', '-pix_fmt', 'yuv411p', '-aspect', '16:9'];
  const { probe } = await probeVideo(
    await createVideo(at('a.dv'), ...interlaced('720x480', '30000/1001', 2, 'bff'), ...dv),
  );
  expect(probe.video).toMatchObject({ width: 853, height: 480, frameRate: 29.97, interlaced: 'bff' });
  // It does not say so, and in a few frames nothing can be measured.
  const short = await createVideo(at('short.dv'), ...interlaced('720x480', '30000/1001', 0.07, 'bff'), ...dv);
  expect((await probeVideo(short)).probe.video?.interlaced).toBe('bff');
  expect(probe.metadata).toMatchObject({ isTapeFormat: true });
});

test('a picture track that is shorter than its sound is complete', async () => {
  const file = await createVideo(at('short.mp4'), ...testPattern('320x240', 25, 3), ...tone(9), ...H264);
  const { media, seconds } = await transcode(file, folder());
  expect(media.probe.video?.seconds).toBeCloseTo(3, 1);
  expect(() => requireComplete(media.demuxer, media.probe, seconds)).not.toThrow();
});

describe('a file on which ffprobe crashes, but not ffmpeg,', () => {
  test('is read by a copy of its start', async () => {
    const codecs = ['-map', '1', '-map', '0', '-c:a', 'mp2', '-c:v', 'mpeg2video', '-f', 'mpegts'];
    const file = await createVideo(at('a.ts'), ...testPattern('320x240', 25, 2), ...tone(2), ...codecs);
    const usual = await videos.probe(file, 'mpegts');
    const script = at('ffprobe');
    const real = process.env['MARU_FFPROBE_PATH'] ?? 'ffprobe';
    await writeFile(script, `#!/bin/sh\ncase "$*" in *" mpegts "*) kill -SEGV $$;; esac\nexec ${real} "$@"\n`);
    await chmod(script, 0o755);
    vi.stubEnv('MARU_FFPROBE_PATH', script);
    const { video, audio } = await videos.probe(file, 'mpegts');
    expect(video).toMatchObject({ stream: 1, width: 320, height: 240, frameRate: 25 });
    expect([video?.stream, audio?.stream]).toEqual([usual.video?.stream, usual.audio?.stream]);
  });
});

describe('hostile headers', () => {
  test('of a second of video that announces ten hours make no ten hours of work', async () => {
    const file = await createVideo(at('long.mp4'), ...testPattern('320x240', 25, 1), ...H264);
    const bytes = await readFile(file);
    for (const [box, offset] of [
      ['mvhd', 20],
      ['tkhd', 24],
      ['mdhd', 20],
    ] as const)
      bytes.writeUInt32BE(36_000_000, bytes.indexOf(box, 0, 'latin1') + offset);
    await writeFile(file, bytes);
    expect((await transcode(file, folder())).seconds).toBeLessThan(2);
  });
});

test('the poster is taken where the picture is not black', async () => {
  const night = 'color=black:size=320x240:rate=10:duration=3[a];';
  const graph = `${night}testsrc2=size=320x240:rate=10:duration=7[b];[a][b]concat`;
  const file = await createVideo(at('night.mp4'), '-f', 'lavfi', '-i', graph, ...H264);
  const media = await probeVideo(file);
  const plan = planPicture(media);
  const to = at('poster.png');
  await videos.extractFrame(media, { ...plan.poster, timeoutSeconds: 60 }, to);
  expect(Math.max(...(await sharp(to).stats()).channels.map(({ mean }) => mean))).toBeGreaterThan(50);
});

test('the poster of an interlaced video is not combed', async () => {
  const size = { width: 720, height: 480 };
  const frameOf = async (name: string, source: string[], ...codec: string[]): Promise<Buffer> => {
    const media = await probeVideo(await createVideo(at(`${name}.mpg`), ...source, ...codec, '-f', 'vob'));
    await videos.extractFrame(media, { at: [1], size, timeoutSeconds: 60 }, at(`${name}.png`));
    return sharp(at(`${name}.png`))
      .greyscale()
      .raw()
      .toBuffer();
  };
  /** Mean difference of neighbouring lines. */
  const roughness = (pixels: Buffer): number => {
    let sum = 0;
    for (let i = size.width; i < pixels.length; i += 1)
      sum += Math.abs((pixels[i] ?? 0) - (pixels[i - size.width] ?? 0));
    return sum / pixels.length;
  };
  const codec = ['-c:v', 'mpeg2video', '-q:v', '2'];
  const smooth = roughness(await frameOf('progressive', softPattern('720x480', '30000/1001', 3), ...codec));
  const tape = roughness(await frameOf('interlaced', interlaced('720x480', '30000/1001', 3), ...codec));
  expect(tape).toBeLessThan(smooth * 1.1);
});
