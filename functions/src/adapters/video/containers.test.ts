import { mkdtemp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bandwidth, durationOf, LOW_BIT_RATE, type Variant } from '@maru/model';
import { describe, expect, test } from 'vitest';
import {
  createTempFolder,
  createVideo,
  ffprobe,
  H264,
  interlaced,
  planPicture,
  probeVideo,
  runFfmpegAlone,
  softPattern,
  tone,
} from '../../../testing/videos.ts';
import { videos } from './videos.ts';

const folder = createTempFolder();
const at = (name: string): string => join(folder(), name);

interface Expected {
  /** The display size and rate of the best variant. */
  readonly size: readonly [number, number];
  readonly rate: number;
  readonly seconds?: number;
  readonly isSilent?: boolean;
}

const SECONDS = 1;
const ntsc = (order?: string): string[] => interlaced('720x480', '30000/1001', SECONDS, order);
/** A second of PAL is too short to reach the average of its bit rate. */
const PAL_SECONDS = 2;
const pal = (order?: string): string[] => interlaced('720x576', 25, PAL_SECONDS, order);
const progressive = softPattern('320x240', 30, SECONDS);
const sound = tone(SECONDS);
const MPEG2 = ['-c:v', 'mpeg2video', '-b:v', '5M'];
const aspect = (sar: string): string[] => ['-bsf:v', `mpeg2_metadata=display_aspect_ratio=${sar}`];
const AC3 = ['-c:a', 'ac3', '-ar', '48000'];
const TAPE = { size: [640, 480], rate: 59.94 } as const;

/** A file of every container and codec that families have, by name. */
const FILES: Readonly<Record<string, readonly [() => readonly string[], Expected]>> = {
  'mpeg2.mpg': [() => [...progressive, ...sound, ...MPEG2, '-c:a', 'mp2'], { size: [320, 240], rate: 30 }],
  'ntsc.dv': [
    () => [
      ...ntsc('bff'),
      ...sound,
      '-c:v',
      'dvvideo',
      '-pix_fmt',
      'yuv411p',
      '-aspect',
      '4:3',
      '-ac',
      '2',
      '-ar',
      '48000',
    ],
    TAPE,
  ],
  'ntsc-dv.avi': [
    () => [...ntsc('bff'), ...sound, '-c:v', 'dvvideo', '-pix_fmt', 'yuv411p', '-aspect', '4:3', '-c:a', 'pcm_s16le'],
    TAPE,
  ],
  'pal-dv.mov': [
    () => [...pal('bff'), ...tone(PAL_SECONDS), '-c:v', 'dvvideo', '-pix_fmt', 'yuv420p', '-aspect', '16:9'],
    { size: [1024, 576], rate: 50, seconds: PAL_SECONDS },
  ],
  'hdv.m2t': [
    () => [
      ...interlaced('1440x1080', 25, SECONDS),
      ...sound,
      ...MPEG2,
      ...aspect('16/9'),
      '-c:a',
      'mp2',
      '-f',
      'mpegts',
    ],
    { size: [1920, 1080], rate: 50 },
  ],
  'dvd-4-3.vob': [() => [...ntsc(), ...sound, ...MPEG2, ...aspect('4/3'), ...AC3], TAPE],
  'dvd-16-9.vob': [
    () => [...pal(), ...tone(PAL_SECONDS), ...MPEG2, ...aspect('16/9'), ...AC3],
    { size: [1024, 576], rate: 50, seconds: PAL_SECONDS },
  ],
  'avchd.mts': [
    () => [
      ...interlaced('1440x1080', 25, SECONDS),
      ...[
        ...sound,
        ...H264,
        '-x264-params',
        'tff=1',
        '-vf',
        'setsar=4/3',
        ...AC3,
        '-f',
        'mpegts',
        '-mpegts_m2ts_mode',
        '1',
      ],
    ],
    { size: [1920, 1080], rate: 50 },
  ],
  'progressive.ts': [() => [...progressive, ...sound, ...H264], { size: [320, 240], rate: 30 }],
  // A capture of a tape that says it is progressive.
  'capture.mp4': [
    () => [...pal().slice(0, -2), ...tone(PAL_SECONDS), ...H264, '-vf', 'setfield=prog'],
    { size: [720, 576], rate: 50, seconds: PAL_SECONDS },
  ],
  'camera.avi': [() => [...progressive, ...sound, '-c:v', 'mjpeg', '-c:a', 'pcm_u8'], { size: [320, 240], rate: 30 }],
  'divx.avi': [
    () => [...progressive, ...sound, '-c:v', 'mpeg4', '-bf', '2', '-c:a', 'mp3'],
    { size: [320, 240], rate: 30 },
  ],
  'prores.mov': [
    () => [...progressive, ...sound, '-c:v', 'prores_ks', '-c:a', 'pcm_s24le'],
    { size: [320, 240], rate: 30 },
  ],
  'windows.wmv': [
    () => [...progressive, ...sound, '-c:v', 'wmv2', '-b:v', '1M', '-c:a', 'wmav2'],
    { size: [320, 240], rate: 30 },
  ],
  'old-phone.3gp': [
    () => [
      ...softPattern('176x144', 15, SECONDS),
      ...sound,
      '-c:v',
      'h263',
      '-c:a',
      'libopencore_amrnb',
      '-ar',
      '8000',
      '-ac',
      '1',
    ],
    { size: [176, 144], rate: 15 },
  ],
  'vp9.webm': [
    () => [
      ...progressive,
      ...sound,
      '-c:v',
      'libvpx-vp9',
      '-cpu-used',
      '8',
      '-deadline',
      'realtime',
      '-c:a',
      'libopus',
    ],
    { size: [320, 240], rate: 30 },
  ],
  'hevc.mkv': [
    () => [
      ...progressive,
      ...sound,
      '-c:v',
      'libx265',
      '-preset',
      'ultrafast',
      '-x265-params',
      'log-level=none',
      '-c:a',
      'flac',
    ],
    { size: [320, 240], rate: 30 },
  ],
  'flash.flv': [
    () => [...progressive, ...sound, '-c:v', 'flv', '-b:v', '1M', '-c:a', 'mp3', '-ar', '44100'],
    { size: [320, 240], rate: 30 },
  ],
  'elementary.m2v': [() => [...progressive, ...MPEG2], { size: [320, 240], rate: 30, isSilent: true }],
};

/** The best and the lowest variant. */
const ends = (variants: readonly Variant[]): Variant[] =>
  [variants[0], variants.at(-1)].filter((one) => one !== undefined);

/** The part of frames that `idet` calls interlaced. */
async function combedPart(file: string): Promise<number> {
  const report = at('idet.txt');
  const print = `format=gray,idet,metadata=mode=print:key=lavfi.idet.multiple.current_frame:file=${report}`;
  await runFfmpegAlone('-i', file, '-map', '0:v', '-vf', print, '-f', 'null', '-');
  const frames = (await readFile(report, 'utf8')).match(/current_frame=\w+/g) ?? [];
  expect(frames.length).toBeGreaterThan(20);
  return frames.filter((frame) => /=(tff|bff)/.test(frame)).length / frames.length;
}

describe.each(Object.entries(FILES))('%s', (name, [args, { size, rate, seconds = SECONDS, isSilent = false }]) => {
  test('plays with sound, right duration, aspect and frame rate, not combed', async () => {
    const media = await probeVideo(await createVideo(at(name), ...args()));
    const plan = planPicture(media);
    expect([plan.size.width, plan.size.height, plan.frameRate]).toEqual([...size, rate]);
    const variants = ends(plan.variants);
    const to = await mkdtemp(at('out-'));
    const [best, lowest] = await videos.transcode(media, { ...plan, variants, timeoutSeconds: 300 }, to);
    const { streams } = await ffprobe(best?.file ?? '');
    const [picture, audio] = ['video', 'audio'].map((type) => streams.find((one) => one['codec_type'] === type));
    expect(picture).toMatchObject({ codec_name: 'h264', width: size[0], height: size[1], sample_aspect_ratio: '1:1' });
    expect(picture?.['avg_frame_rate']).toBe(rate === 59.94 ? '60000/1001' : `${rate}/1`);
    expect(audio?.['codec_name']).toBe(isSilent ? undefined : 'aac');
    const played = best && durationOf(best.variant);
    expect(played).toBeGreaterThan(seconds - 0.15);
    expect(played).toBeLessThan(seconds + 0.15);
    if (media.probe.video?.interlaced) expect(await combedPart(best?.file ?? '')).toBeLessThan(0.01);
    if (lowest && variants[1]?.bitRate === LOW_BIT_RATE) expect(bandwidth(lowest.variant).peak).toBeLessThan(220_000);
  });
});
