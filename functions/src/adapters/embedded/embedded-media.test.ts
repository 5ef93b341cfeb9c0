import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HEAD_BYTES, MAX_MOTION_FRAMES, ProcessingError, sniff, type Format } from '@maru/model';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { animationOf, manyFrames } from '../../../../tests/media/animation.ts';
import { mp4Of } from '../../../../tests/media/video.ts';
import { heicOf } from '../../../../tests/media/heic.ts';
import { livePhoto, liveVideo } from '../../../../tests/media/live-photo.ts';
import {
  microVideo,
  motionHeic,
  motionPhoto,
  samsungMark,
  samsungMotion,
  withXmp,
} from '../../../../tests/media/motion-photo.ts';
import { jpegOf, scene } from '../../../../tests/media/photo.ts';
import { RAWS } from '../../../../tests/media/raw.ts';
import { tiffFile } from '../../../../tests/media/tiff.ts';
import { MEDIA, needsMedia } from '../../../testing/media.ts';
import type { MotionFile } from '../../ports/embedded-media.ts';
import type { ImageFormat } from '../../ports/images.ts';
import { videos } from '../video/videos.ts';
import { embeddedMedia } from './embedded-media.ts';
import { images } from '../image/images.ts';

let folder = '';
let video: Buffer;
let jpeg: Buffer;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'maru-inside-'));
  video = await mp4Of({ width: 320, height: 240, seconds: 2, seed: 5 });
  jpeg = await jpegOf({ width: 640, height: 480, seed: 5 });
});
afterAll(() => rm(folder, { recursive: true }));

let names = 0;
async function tempFile(bytes: Uint8Array): Promise<string> {
  const file = join(folder, String((names += 1)));
  await writeFile(file, bytes);
  return file;
}

async function formatOf(file: string): Promise<ImageFormat> {
  const detected = sniff((await readFile(file)).subarray(0, HEAD_BYTES));
  if (detected?.kind !== 'photo') throw new Error(`${file} is not a photo`);
  return detected;
}

/** Returns the nth preview of a file, or undefined. */
async function preview(bytes: Uint8Array, nth = 0): Promise<Buffer | undefined> {
  const file = await tempFile(bytes);
  const to = `${file}-preview`;
  return (await embeddedMedia.preview(file, await formatOf(file), nth, to)) ? readFile(to) : undefined;
}

const plain = (width: number, height: number, r: number): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background: { r, g: 60, b: 40 } } })
    .jpeg()
    .toBuffer();

describe('the preview of a RAW', () => {
  test.each(Object.keys(RAWS))(
    'in %s is the largest one, with the orientation of the RAW, and its date is read',
    async (format) => {
      const upright = scene({ width: 300, height: 200 });
      const large = await sharp(await upright.png().toBuffer())
        .rotate(270)
        .jpeg({ quality: 95 })
        .toBuffer();
      // The previews of Fujifilm and Sigma have their own orientation.
      const hasOwnOrientation = format === 'raf' || format === 'x3f';
      const exif = { IFD2: { DateTimeOriginal: '2020:02:02 10:20:30', OffsetTimeOriginal: '+09:00' } };
      const oriented = await sharp(large)
        .withExif(exif)
        .withMetadata({ orientation: 6 })
        .jpeg({ quality: 95 })
        .toBuffer();
      const raw = RAWS[format]?.({
        small: await plain(60, 40, 9),
        large: hasOwnOrientation ? oriented : large,
        orientation: 6,
      });
      const file = await tempFile(raw ?? Buffer.alloc(0));
      expect(await formatOf(file)).toEqual({ kind: 'photo', format, decoder: 'preview' });
      const found = await preview(raw ?? Buffer.alloc(0));
      const { data, info } = await sharp(found).autoOrient().raw().toBuffer({ resolveWithObject: true });
      expect([info.width, info.height]).toEqual([300, 200]);
      const expected = await sharp(await upright.png().toBuffer())
        .removeAlpha()
        .raw()
        .toBuffer();
      const off = data.reduce((sum, value, i) => sum + Math.abs(value - (expected[i] ?? 0)), 0) / data.length;
      expect(off).toBeLessThan(6);
      expect((await images.readMetadata(file, await formatOf(file))).timestamps).toEqual({
        original: '2020:02:02 10:20:30',
        offset: '+09:00',
      });
    },
  );

  test('can be requested from the largest to the smallest', async () => {
    const [small, large] = [await plain(60, 40, 200), await plain(600, 400, 90)];
    const dng = RAWS['dng']?.({ small, large }) ?? Buffer.alloc(0);
    expect(await preview(dng)).toEqual(expect.any(Buffer));
    const second = await sharp(await preview(dng, 1)).metadata();
    expect([second.width, second.height]).toEqual([60, 40]);
    expect(await preview(dng, 2)).toBeUndefined();
  });

  test('is ignored if it is outside the file, lossless, or in several strips', async () => {
    const small = await plain(60, 40, 200);
    const [lossless, beyond] = [Buffer.from(small), small.length];
    lossless[lossless.indexOf(Buffer.from([0xff, 0xc0])) + 1] = 0xc3;
    const make = { 271: 'NIKON', 254: 1 };
    for (const directory of [
      { 513: { at: small }, 514: 5_000_000 },
      { 513: 0x7fffffff, 514: beyond },
      { 513: { at: lossless }, 514: lossless.length },
      { 259: { short: 7 }, 273: { bytes: small }, 279: small.length },
    ])
      expect(await preview(tiffFile([{ ...make, ...directory }]))).toBeUndefined();
  });

  test('is not found in directories that loop or are too many', async () => {
    const loop = tiffFile([{ 254: 1, 271: 'NIKON', 330: 8 }]);
    loop.writeUInt32LE(8, loop.indexOf('NIKON') - 4);
    expect(await preview(loop)).toBeUndefined();
    const deep = tiffFile(Array.from({ length: 5000 }, () => ({ 254: 1, 271: 'NIKON' })));
    expect(await preview(deep)).toBeUndefined();
  });

  test('is refused in a file with a RAW signature only', async () => {
    for (const head of [
      'II*\0\x10\0\0\0CR\x02\0',
      'FUJIFILMCCD-RAW ',
      '\0\0\0\x18ftypcrx \0\0\0\x01crx isom',
      '\xff\n',
    ])
      await expect(preview(Buffer.from(head, 'latin1'))).rejects.toMatchObject({ failure: 'unreadable' });
  });

  test('of a truncated or corrupted file is found or not, without unexpected errors', async () => {
    const [small, large] = [await plain(60, 40, 200), await plain(90, 60, 90)];
    for (const [format, make] of Object.entries(RAWS)) {
      const whole = make({ small, large });
      for (let n = 1; n < 24; n += 1) {
        const cut = whole.subarray(0, Math.max(16, Math.floor((whole.length * n) / 24)));
        const bent = Buffer.from(whole);
        for (let at = n * 7; at < bent.length; at += 311) bent[at] = (bent[at] ?? 0) ^ (1 << (n % 8));
        for (const bytes of [cut, bent]) {
          const file = await tempFile(bytes);
          const rawFormat: ImageFormat = { kind: 'photo', format: format as Format, decoder: 'preview' };
          const found = embeddedMedia.preview(file, rawFormat, 0, `${file}-to`).catch((error: unknown) => error);
          expect([true, false, new ProcessingError('unreadable', `truncated ${format}`)]).toContainEqual(await found);
          await expect(images.readMetadata(file, rawFormat)).resolves.toEqual(expect.any(Object));
        }
      }
    }
  });
});

test('the preview of a JPEG XL is in its EXIF, if any', async () => {
  const small = await plain(60, 40, 200);
  const exif = tiffFile([{ 274: { short: 1 } }, { 259: { short: 6 }, 513: { at: small }, 514: small.length }]);
  const box = (type: string, body: Buffer): Buffer => {
    const head = Buffer.alloc(8);
    head.writeUInt32BE(body.length + 8);
    head.write(type, 4, 'latin1');
    return Buffer.concat([head, body]);
  };
  const head = box('JXL ', Buffer.from([0x0d, 0x0a, 0x87, 0x0a]));
  const jxl = Buffer.concat([
    head,
    box('Exif', Buffer.concat([Buffer.alloc(4), exif])),
    box('jxlc', Buffer.from([0xff, 0x0a])),
  ]);
  expect(await sharp(await preview(jxl)).metadata()).toMatchObject({ width: 60, height: 40 });
  expect(await preview(Buffer.concat([head, box('jxlc', Buffer.from([0xff, 0x0a]))]))).toBeUndefined();
});

test('a real JPEG XL has no preview', async (context) => {
  needsMedia(context);
  expect(await preview(await readFile(join(MEDIA, 'formats', '8bit-sRGB.jxl')))).toBeUndefined();
});

/** Returns the motion of a file, and its bytes if they are a part of the file. */
async function motionOf(bytes: Uint8Array): Promise<{ found: MotionFile | undefined; part: Buffer | undefined }> {
  const file = await tempFile(bytes);
  const found = await embeddedMedia.motion(file, await formatOf(file), `${file}-motion`);
  return { found, part: found && found.file !== file ? await readFile(found.file) : undefined };
}

describe('the clip of a motion photo', () => {
  test.each<[string, (jpeg: Buffer, video: Buffer) => Buffer]>([
    ['is found in Google MicroVideo', microVideo],
    ['is found in Google Motion Photo 1.0 after a gain map', motionPhoto],
    ['is found in Samsung photos with a trailer', samsungMotion],
    ['is found in Samsung photos with a marker only', samsungMark],
  ])('%s', async (_, make) => {
    const { found, part } = await motionOf(make(jpeg, video));
    expect(found?.demuxer).toBe('mov');
    expect(part?.equals(video)).toBe(true);
    const probe = await videos.probe(found?.file ?? '', 'mov');
    expect(probe.video).toMatchObject({ width: 320, height: 240 });
  });

  test('is found in the mpvd box of a HEIC', async () => {
    const size = { width: 320, height: 240 };
    const heic = await heicOf(await scene(size).png().toBuffer(), size);
    expect((await motionOf(motionHeic(heic, video))).part?.equals(video)).toBe(true);
    expect((await motionOf(heic)).found).toBeUndefined();
  });

  test('is found in a photo from a real phone', async (context) => {
    needsMedia(context);
    const { found } = await motionOf(await readFile(join(MEDIA, 'phones', 'samsung-motion.heic')));
    const probe = await videos.probe(found?.file ?? '', found?.demuxer ?? '');
    expect(probe.seconds).toBeGreaterThan(1);
    expect(probe.video?.width).toBeGreaterThan(500);
  });

  test('is ignored if its position or content is wrong', async () => {
    const withClip = (xmp: string): Buffer => Buffer.concat([withXmp(jpeg, xmp), video]);
    for (const bytes of [
      jpeg,
      Buffer.concat([jpeg, video]),
      microVideo(jpeg, video, video.length - 1),
      microVideo(jpeg, video, 10 * jpeg.length + 10 * video.length),
      microVideo(jpeg, video, 0),
      motionPhoto(jpeg, video, video.length + 5),
      motionPhoto(jpeg, video, 999_999_999_999_999),
      withClip('<rdf:Description GCamera:MicroVideo="0" GCamera:MicroVideoOffset="12"/>'),
      withClip('<rdf:li Item:Semantic="MotionPhoto" Item:Length="-5"/>'),
      samsungMotion(jpeg, Buffer.from('this is no video at all')),
      samsungMark(jpeg, Buffer.from('MotionPhoto_Data')),
    ])
      expect((await motionOf(bytes)).found).toBeUndefined();
  });
});

describe('the content identifier of a Live Photo', () => {
  const ID = '3F2504E0-4F89-11D3-9A0C-0305E82C3301';

  test('is read from the maker note of the photo', async () => {
    const bare = await plain(60, 40, 9);
    const photo = await tempFile(livePhoto(bare, ID));
    expect(await embeddedMedia.contentIdentifier(photo, await formatOf(photo))).toBe(ID);
    const other = await tempFile(bare);
    expect(await embeddedMedia.contentIdentifier(other, await formatOf(other))).toBeUndefined();
  });

  test('is read from the metadata of the video', async () => {
    const [from, to] = [await tempFile(video), await tempFile(await liveVideo(video, ID))];
    const mov = { kind: 'video', format: 'mov', demuxer: 'mov' } as const;
    expect(await embeddedMedia.contentIdentifier(to, mov)).toBe(ID);
    expect(await embeddedMedia.contentIdentifier(from, mov)).toBeUndefined();
  });
});

describe('an animation', () => {
  test('needs more than one frame', async () => {
    const gif = await animationOf('gif', 6);
    expect((await motionOf(gif)).found?.demuxer).toBe('gif');
    const apng = await animationOf('apng', 6);
    expect((await motionOf(apng)).found?.demuxer).toBe('apng');
    expect((await motionOf(await sharp(gif).gif().toBuffer())).found).toBeUndefined();
    expect((await motionOf(await sharp(gif).png().toBuffer())).found).toBeUndefined();
  });

  test('with too many frames or pixels is ignored', async () => {
    expect((await motionOf(manyFrames(MAX_MOTION_FRAMES))).found?.demuxer).toBe('gif');
    expect((await motionOf(manyFrames(MAX_MOTION_FRAMES + 1))).found).toBeUndefined();
    expect((await motionOf(manyFrames(100_000))).found).toBeUndefined();
    expect((await motionOf(manyFrames(2000, 1200))).found).toBeUndefined();
  });
});
