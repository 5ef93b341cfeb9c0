import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import sharp, { type Sharp } from 'sharp';
import { heicOf } from '../../../tests/media/heic.ts';
import { jpegOf, scene } from '../../../tests/media/photo.ts';
import { H264, testPattern, tone } from '../videos.ts';
import type { ValidFiles, VIDEOS } from './hostile-file.ts';

const run = promisify(execFile);
const CREATED = ['-metadata', 'creation_time=2021-08-15T05:00:00Z'];
/** The message of AVCHD, whose bit flips are of interest. */
const MDPM = `h264_metadata=sei_user_data=17ee8c60f84d11d98cd60800200c9a66+MDPM\x02\x18\x12\x20\x08\x05\x19\x03\x14\x12\x40`;
const SIZE = { width: 320, height: 240 };

/** Videos of two seconds, sounds, and an image in formats that only ffmpeg encodes. */
async function byFfmpeg(image: Buffer): Promise<Record<(typeof VIDEOS)[number] | 'bmp' | 'jp2', Buffer>> {
  const folder = await mkdtemp(join(tmpdir(), 'maru-wholes-'));
  const createVideo = async (name: string, ...args: string[]): Promise<Buffer> => {
    const file = join(folder, name);
    await run(process.env['MARU_FFMPEG_PATH'] ?? 'ffmpeg', ['-v', 'error', '-y', '-bitexact', ...args, file]);
    return readFile(file);
  };
  const video = [
    ...testPattern('160x120', 25, 2),
    ...tone(2),
    '-shortest',
    '-fflags',
    '+bitexact',
    ...H264,
    '-c:a',
    'aac',
  ];
  const png = join(folder, 'image.png');
  await writeFile(png, image);
  const jp2 = ['-c:v', 'jpeg2000', '-format', 'jp2', '-pix_fmt', 'rgb24'];
  try {
    return {
      bmp: await createVideo('a.bmp', '-i', png, '-pix_fmt', 'bgr24', '-update', '1'),
      jp2: await createVideo('a.jp2', '-i', png, ...jp2, '-update', '1'),
      mp4: await createVideo('a.mp4', ...video, '-movflags', '+faststart', ...CREATED),
      mov: await createVideo('a.mov', ...video),
      mkv: await createVideo('a.mkv', ...video),
      avi: await createVideo('a.avi', ...video),
      ts: await createVideo('a.ts', ...video),
      avchd: await createVideo('a.m2ts', ...video, '-bsf:v', MDPM, '-mpegts_m2ts_mode', '1'),
      wmv: await createVideo('a.wmv', ...testPattern('160x120', 25, 2), '-c:v', 'wmv2', ...CREATED),
      dv: await createVideo('a.dv', ...testPattern('720x576', 25, 0.4), '-c:v', 'dvvideo', '-pix_fmt', 'yuv420p'),
      mp3: await createVideo('a.mp3', ...tone(2)),
      wav: await createVideo('a.wav', ...tone(2)),
      flac: await createVideo('a.flac', ...tone(2)),
      ogg: await createVideo('a.ogg', ...tone(2), '-c:a', 'libopus'),
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** One valid file of every format, the same each time, from which hostile files are created. */
export async function validFiles(): Promise<ValidFiles> {
  const upright = await scene({ ...SIZE, seed: 7 })
    .png()
    .toBuffer();
  const createVideo = (): Sharp => sharp(upright);
  const moving = sharp([upright, await createVideo().negate().png().toBuffer()], { join: { animated: true } });
  const exif = { IFD0: { Make: 'Maru', Model: 'Test camera' }, IFD2: { DateTimeOriginal: '2019:05:03 14:10:00' } };
  const jpeg = await jpegOf({ ...SIZE, seed: 7 });
  return {
    jpeg,
    progressive: await sharp(jpeg).keepExif().jpeg({ progressive: true }).toBuffer(),
    png: await createVideo().withExif(exif).withIccProfile('srgb').png().toBuffer(),
    interlaced: await createVideo().png({ progressive: true, palette: true }).toBuffer(),
    webp: await createVideo().withExif(exif).withIccProfile('srgb').webp().toBuffer(),
    lossless: await createVideo().webp({ lossless: true }).toBuffer(),
    gif: await createVideo().gif().toBuffer(),
    'moving-gif': await moving.gif().toBuffer(),
    'moving-webp': await moving.webp().toBuffer(),
    tiff: await createVideo().withExif(exif).tiff({ compression: 'lzw' }).toBuffer(),
    tiled: await createVideo().tiff({ compression: 'deflate', tile: true, tileWidth: 64, tileHeight: 64 }).toBuffer(),
    avif: await createVideo().withExif(exif).avif({ effort: 0 }).toBuffer(),
    heic: await heicOf(upright, SIZE),
    ...(await byFfmpeg(upright)),
  };
}
