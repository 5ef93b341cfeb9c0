import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { requireComplete, planVideo } from '../../processing/plan-video.ts';
import type { MediaFile } from '../../ports/videos.ts';
import {
  createVideo,
  turnCounterclockwise,
  probeVideo,
  H264,
  createTempFolder,
  colorBars,
  testPattern,
  transcode,
  ffprobe,
  tone,
} from '../../../testing/videos.ts';
import { MEDIA, needsMedia } from '../../../testing/media.ts';
import { videos } from './videos.ts';

const folder = createTempFolder();
const at = (name: string): string => join(folder(), name);
const transcodeFile = (file: string): ReturnType<typeof transcode> => transcode(file, folder());

const streamsOf = (output: Awaited<ReturnType<typeof ffprobe>>, type: string): Record<string, string | number>[] =>
  output.streams.filter((stream) => stream['codec_type'] === type);

describe('a video', () => {
  test('is transcoded to variants with correct byte ranges and keyframes', async () => {
    const file = await createVideo(at('plain.mp4'), ...colorBars('854x480', 12, 14), ...tone(14), ...H264);
    const { encoded, seconds } = await transcodeFile(file);
    expect(encoded.map(({ variant }) => variant.name)).toEqual(['480', '360', '240']);
    expect(seconds).toBeCloseTo(14, 0);
    for (const { variant, file } of encoded) {
      const [chunk] = variant.chunks;
      expect(chunk?.segments.map((segment) => Math.round(segment.seconds))).toEqual([6, 6, 2]);
      const bytes = await readFile(file);
      expect(chunk?.init.offset).toBe(0);
      expect(bytes.toString('latin1', 4, 8)).toBe('ftyp');
      let end = chunk?.init.length ?? 0;
      for (const { offset, length } of chunk?.segments ?? []) {
        expect(offset).toBe(end);
        expect(['moof', 'styp', 'sidx']).toContain(bytes.toString('latin1', offset + 4, offset + 8));
        end = offset + length;
      }
      expect(end).toBe(bytes.length);
      expect(variant.codecs).toMatch(/^avc1\.64[0-9a-f]{4},mp4a\.40\.2$/);

      const output = await ffprobe(
        file,
        '-select_streams',
        'v',
        '-show_frames',
        '-show_entries',
        'frame=pts_time,key_frame',
      );
      const keys = (output.frames ?? [])
        .filter((frame) => frame.key_frame === 1)
        .map((frame) => Number(frame.pts_time));
      expect(keys.map((at) => Math.round(at - (keys[0] ?? 0)))).toEqual([0, 2, 4, 6, 8, 10, 12]);
    }
    const small = encoded[1];
    expect(small?.variant).toMatchObject({ width: 640, height: 360, frameRate: 12 });
    const [shown] = streamsOf(await ffprobe(small?.file ?? ''), 'video');
    expect(shown).toMatchObject({
      codec_name: 'h264',
      width: 640,
      height: 360,
      pix_fmt: 'yuv420p',
      r_frame_rate: '12/1',
    });
  });

  test('loses its location', async () => {
    const tags = ['-metadata', 'location=+37.5+127.0/', '-metadata', 'creation_time=2021-08-15T05:00:00Z'];
    const file = await createVideo(at('tagged.mp4'), ...testPattern('320x240', 10, 1), ...H264, ...tags);
    const { media, encoded } = await transcodeFile(file);
    expect(media.probe.timestamps).toEqual({ created: '2021-08-15T05:00:00.000000Z' });
    expect((await readFile(encoded[0]?.file ?? '')).includes('+37.5')).toBe(false);
  });

  test('with a rotation is displayed upright', async () => {
    const flat = await createVideo(at('flat.mp4'), ...testPattern('640x360', 10, 1), ...H264);
    const turned = await turnCounterclockwise(flat, at('turned.mp4'));
    const { media, encoded } = await transcodeFile(turned);
    expect(media.probe.video).toMatchObject({ width: 360, height: 640 });
    expect(encoded[0]?.variant).toMatchObject({ name: '360', width: 360, height: 640 });
    const [shown] = streamsOf(await ffprobe(encoded[0]?.file ?? ''), 'video');
    expect(shown).toMatchObject({ width: 360, height: 640 });
    expect(shown).not.toHaveProperty('side_data_list');
    const frameOf = async (source: MediaFile, name: string, width: number, height: number): Promise<string> => {
      await videos.extractFrame(source, { at: [0], size: { width, height }, timeoutSeconds: 300 }, at(name));
      return at(name);
    };
    const one = await frameOf(media, 'turned.png', 360, 640);
    const two = await sharp(await frameOf(await probeVideo(flat), 'flat.png', 640, 360))
      .rotate(270)
      .raw()
      .toBuffer();
    const difference = async (image: string): Promise<number> => {
      const pixels = await sharp(image).raw().toBuffer();
      return pixels.reduce((all, value, i) => all + Math.abs(value - (two[i] ?? 0)), 0) / pixels.length;
    };
    expect(await difference(one)).toBeLessThan(12);
    // The same by a rotation that a person chose.
    const variants = [{ name: '360', width: 360, height: 640, bitRate: 800_000, frameStep: 1 }];
    const options = { variants, frameRate: 10, timeoutSeconds: 300, rotation: 270 } as const;
    const [rotated] = await videos.transcode(await probeVideo(flat), options, folder());
    const frame = await frameOf(await probeVideo(rotated?.file ?? ''), 'rotated.png', 360, 640);
    expect(await difference(frame)).toBeLessThan(12);
  });

  test('with non-square pixels has its display size', async () => {
    const file = await createVideo(at('tape.mp4'), ...testPattern('720x576', 25, 1), '-vf', 'setsar=16/15', ...H264);
    const { media, encoded } = await transcodeFile(file);
    expect(media.probe.video).toMatchObject({ width: 768, height: 576 });
    expect(encoded.map(({ variant }) => [variant.name, variant.width, variant.height])).toEqual([
      ['576', 768, 576],
      ['360', 480, 360],
      ['240', 320, 240],
    ]);
  });

  test('with odd dimensions and without audio gets even dimensions', async () => {
    const odd = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv444p'];
    const source = ['-f', 'lavfi', '-i', 'testsrc=size=321x241:rate=10:duration=1'];
    const { media, encoded } = await transcodeFile(await createVideo(at('odd.mp4'), ...source, ...odd));
    expect(media.probe).not.toHaveProperty('audio');
    expect(media.probe.video).toMatchObject({ width: 321, height: 241 });
    const output = await ffprobe(encoded[0]?.file ?? '');
    expect(streamsOf(output, 'audio')).toEqual([]);
    for (const side of ['width', 'height']) expect(Number(streamsOf(output, 'video')[0]?.[side]) % 2).toBe(0);
    expect(encoded[0]?.variant.codecs).toMatch(/^avc1\.[0-9a-f]{6}$/);
  });

  test('with several audio streams keeps the first', async () => {
    const two = [...testPattern('320x240', 10, 2), ...tone(2), ...tone(2), '-map', '0', '-map', '1', '-map', '2'];
    const { media, encoded } = await transcodeFile(await createVideo(at('two.mp4'), ...two, ...H264));
    expect(streamsOf(await ffprobe(media.file), 'audio')).toHaveLength(2);
    expect(streamsOf(await ffprobe(encoded[0]?.file ?? ''), 'audio')).toHaveLength(1);
  });

  test('with a variable frame rate keeps its duration', async () => {
    const gaps = ['-vf', "select='not(mod(n,3))+lt(n,20)'"];
    // Every version of ffmpeg leaves the gaps in Matroska; in MP4 the average rate shows them.
    const file = await createVideo(at('gaps.mkv'), ...testPattern('320x240', 30, 6), ...gaps, ...H264);
    const { media, seconds } = await transcodeFile(await createVideo(at('gaps.mp4'), '-i', file, '-c', 'copy'));
    expect(media.probe.video?.frameRate).toBeLessThan(30);
    expect(seconds).toBeCloseTo(6, 0);
  });

  test('with 120 frames per second is reduced to 60', async () => {
    const { encoded } = await transcodeFile(
      await createVideo(at('slow.mp4'), ...testPattern('320x240', 120, 1), ...H264),
    );
    expect(encoded[0]?.variant.frameRate).toBe(60);
    expect(streamsOf(await ffprobe(encoded[0]?.file ?? ''), 'video')[0]).toMatchObject({ r_frame_rate: '60/1' });
  });

  test('in VP8 and Vorbis is transcoded to H.264 and AAC', async () => {
    const codecs = ['-c:v', 'libvpx', '-b:v', '300k', '-c:a', 'libvorbis'];
    const { media, encoded, seconds } = await transcodeFile(
      await createVideo(at('web.webm'), ...testPattern('320x240', 25, 3), ...tone(3), ...codecs),
    );
    expect(media.demuxer).toBe('matroska');
    const output = await ffprobe(encoded[0]?.file ?? '');
    expect(output.streams.map((stream) => stream['codec_name']).sort()).toEqual(['aac', 'h264']);
    expect(seconds).toBeCloseTo(3, 0);
  });

  test.each([
    { color_trc: 'arib-std-b67', color_primaries: 'bt2020', colorspace: 'bt2020nc' },
    { color_trc: 'arib-std-b67' },
  ])('in HDR is tone-mapped: %j', async (color) => {
    const hlg = [
      // Since version 8, the encoder takes them from the frames; before, from the options.
      ...[
        '-vf',
        `setparams=${Object.entries(color)
          .map(([name, value]) => `${name}=${value}`)
          .join(':')}`,
      ],
      ...Object.entries(color).flatMap(([name, value]) => [`-${name}`, value]),
    ];
    const deep = [
      '-c:v',
      'libx265',
      '-preset',
      'ultrafast',
      '-x265-params',
      'log-level=none',
      '-pix_fmt',
      'yuv420p10le',
    ];
    const file = await createVideo(at('hlg.mp4'), ...testPattern('320x240', 10, 1), ...deep, ...hlg);
    const { media, encoded } = await transcodeFile(file);
    expect(media.probe.video?.isHdr).toBe(true);
    const [shown] = streamsOf(await ffprobe(encoded[0]?.file ?? ''), 'video');
    expect(shown).toMatchObject({ pix_fmt: 'yuv420p', color_transfer: 'bt709' });
  });
});

describe('extractFrame', () => {
  test('extracts a frame, or the first one if the video is shorter than announced', async () => {
    const file = await createVideo(at('frames.mp4'), ...testPattern('320x240', 10, 2), ...H264);
    const media = await probeVideo(file);
    for (const second of [0, 1, 500]) {
      const to = at(`frame-${second}.png`);
      await videos.extractFrame(media, { at: [second], size: { width: 320, height: 240 }, timeoutSeconds: 300 }, to);
      const { channels } = await sharp(to).stats();
      expect(Math.max(...channels.map(({ stdev }) => stdev))).toBeGreaterThan(20);
    }
  });
});

describe('an audio file', () => {
  test('is transcoded to one AAC variant with its duration', async () => {
    const { media, encoded, seconds } = await transcodeFile(await createVideo(at('tone.wav'), ...tone(7)));
    expect(media.probe).not.toHaveProperty('video');
    expect(encoded.map(({ variant }) => [variant.name, variant.codecs])).toEqual([['sound', 'mp4a.40.2']]);
    expect(seconds).toBeCloseTo(7, 0);
  });

  test('with cover art is a sound', async () => {
    const cover = at('cover.png');
    await sharp({ create: { width: 60, height: 60, channels: 3, background: '#a33' } })
      .png()
      .toFile(cover);
    const with_ = ['-i', cover, '-map', '0', '-map', '1', '-disposition:v', 'attached_pic', '-id3v2_version', '3'];
    const file = await createVideo(at('cover.mp3'), ...tone(2), ...with_);
    expect(streamsOf(await ffprobe(file), 'video')).toHaveLength(1);
    const { media, encoded } = await transcodeFile(file);
    expect(media.probe).not.toHaveProperty('video');
    expect(encoded.map(({ variant }) => variant.name)).toEqual(['sound']);
  });

  test('in a video container is a sound', async () => {
    const media = await probeVideo(await createVideo(at('dressed.mp4'), ...tone(2), '-c:a', 'aac'));
    expect(planVideo(media.probe)).toEqual({ kind: 'sound' });
  });
});

test.for([
  ['video/flower.mp4', 'video'],
  ['video/friday.mp4', 'video'],
  ['audio/guitar.mp3', 'sound'],
] as const)('a real file is transcoded completely: %s', async ([name, kind], context) => {
  needsMedia(context);
  const { media, encoded, seconds } = await transcodeFile(join(MEDIA, name));
  expect(planVideo(media.probe).kind).toBe(kind);
  expect(encoded.length).toBeGreaterThan(0);
  requireComplete(media.demuxer, media.probe, seconds);
});
