import { execFile } from 'node:child_process';
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { HEAD_BYTES, sniff, type Metadata } from '@maru/model';
import sharp, { type Exif } from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { heicOf } from '../../../tests/media/heic.ts';
import { jpegOf } from '../../../tests/media/photo.ts';
import { iptcData, photoshopBlock, withSegment, xmpPacket } from '../../../tests/media/metadata.ts';
import { MEDIA, needsMedia } from '../../testing/media.ts';
import { videos } from '../adapters/video/videos.ts';
import { images } from '../adapters/image/images.ts';
import { videoMetadata, imageMetadata } from './metadata.ts';

let directory = '';
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'maru-dates-'));
});
afterAll(() => rm(directory, { recursive: true }));

/** Returns the metadata of a photo from its bytes, name and folder. */
async function fileMetadata(file: string, folder?: string): Promise<Metadata> {
  const handle = await open(file);
  const { buffer } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0).finally(() => handle.close());
  const format = sniff(buffer);
  if (format?.kind !== 'photo') throw new Error(`${file} is no photo`);
  const named = { fileName: basename(file), ...(folder !== undefined && { folder }) };
  return imageMetadata(await images.readMetadata(file, format), { named, now: Date.now(), timeZone: 'Asia/Seoul' });
}

/** Returns the metadata of a generated photo with these EXIF, XMP and IPTC fields. */
async function generatedMetadata(
  exif: Exif,
  options: { xmp?: string; iptc?: Buffer; name?: string; folder?: string } = {},
) {
  const plain = sharp(
    await sharp(await jpegOf({ width: 32, height: 24 }))
      .png()
      .toBuffer(),
  ).withExif(exif);
  const jpeg = await (options.xmp === undefined ? plain : plain.withXmp(options.xmp)).jpeg().toBuffer();
  const file = join(directory, options.name ?? 'image.jpg');
  await writeFile(file, options.iptc ? withSegment(jpeg, 0xed, photoshopBlock(options.iptc)) : jpeg);
  return fileMetadata(file, options.folder);
}

const second = (local: string, source: string, utc?: string, offset?: number) => ({
  local,
  precision: 'second',
  source,
  ...(offset !== undefined && { offset }),
  ...(utc !== undefined && { utc: Date.parse(utc) }),
});

test('dates and places of real photos: conflicting, missing, GPS only, empty GPS block', async (context) => {
  needsMedia(context);
  const real = (name: string): Promise<Metadata> => fileMetadata(join(MEDIA, name));
  expect(await real('dates/date-priority-test.jpg')).toEqual({
    takenAt: second('2023-02-02T02:00:00', 'exif'),
    digitizedAt: second('2023-04-04T04:00:00', 'exif'),
  });
  expect(await real('dates/datetimeoriginal-gps.jpg')).toEqual({
    takenAt: second('2025-12-01T11:30:00', 'exif'),
    place: { latitude: 39, longitude: -108 },
  });
  expect(await real('dates/gps-datetime.jpg')).toEqual({
    takenAt: second('2023-11-15T21:30:00', 'gps', '2023-11-15T12:30:00Z'),
    place: { latitude: 37.7749, longitude: -122.4194 },
  });
  expect(await real('dates/empty-gps.jpg')).toEqual({
    takenAt: second('2025-06-01T16:59:26', 'exif'),
    camera: 'motorola moto g(9) plus',
  });
  expect(await real('dates/time-created.jpg')).toEqual({ camera: 'Canon EOS R5' });
  expect(await real('dates/thompson-springs-gps.jpg')).toEqual({
    takenAt: second('2022-01-10T15:15:44', 'xmp', '2022-01-10T21:15:44Z', -360),
    place: { latitude: 39.115, longitude: -108.400968, altitude: 1483.9 },
    caption: expect.stringMatching(/^Early winter scene in the mostly barren/) as string,
  });
});

test('dates of photos from real phones', async (context) => {
  needsMedia(context);
  expect(await fileMetadata(join(MEDIA, 'phones/iphone-IMG_2682.heic'))).toEqual({
    takenAt: second('2019-03-21T11:04:22', 'exif', '2019-03-21T16:04:22Z', -300),
    place: { latitude: 41.2203, longitude: -96.071625, altitude: 351.3 },
    camera: 'Apple iPhone 7',
  });
  expect(await fileMetadata(join(MEDIA, 'phones/samsung-motion.heic'))).toMatchObject({
    takenAt: second('2024-01-12T21:38:53', 'exif', '2024-01-13T05:38:53Z', -480),
    camera: 'samsung SM-S906U',
  });
});

test('generated photo with conflicting dates', async () => {
  const exif = { IFD2: { DateTimeOriginal: '2023:02:02 02:00:00', DateTimeDigitized: '2023:04:04 04:00:00' } };
  const xmp = xmpPacket('xmp:CreateDate="2023-05-05T05:00:00" photoshop:DateCreated="2023-06-06T06:00:00"');
  expect(await generatedMetadata(exif, { xmp, iptc: iptcData({ 55: '20230707', 60: '070000+0000' }) })).toEqual({
    takenAt: second('2023-02-02T02:00:00', 'exif'),
    digitizedAt: second('2023-04-04T04:00:00', 'exif'),
  });
});

test('generated photo of a camera that writes DateTime alone', async () => {
  const IFD0 = { Make: 'SAMSUNG', Model: 'SPH-W2900', DateTime: '2008:05:03 14:12:40' };
  expect(await generatedMetadata({ IFD0 })).toEqual({
    takenAt: { ...second('2008-05-03T14:12:40', 'exif'), isUncertain: true },
    camera: 'SAMSUNG SPH-W2900',
  });
});

test('generated HEIC whose EXIF begins with the marker of a JPEG segment', async () => {
  const size = { width: 64, height: 48 };
  const png = await sharp({ create: { ...size, channels: 3, background: 'navy' } })
    .png()
    .toBuffer();
  const jpeg = await sharp(png)
    .withExif({ IFD2: { DateTimeOriginal: '2019:05:03 14:10:00' } })
    .jpeg()
    .toBuffer();
  const exif = (await sharp(jpeg).metadata()).exif ?? Buffer.alloc(0);
  const marker = Buffer.from([0xff, 0xe1, (exif.length + 2) >> 8, (exif.length + 2) & 0xff]);
  const file = join(directory, 'xiaomi.heic');
  await writeFile(file, await heicOf(png, size, { exif: Buffer.concat([marker, exif]) }));
  expect(await fileMetadata(file)).toEqual({ takenAt: second('2019-05-03T14:10:00', 'exif') });
});

test('generated photo with a place and a date', async () => {
  const gps = { GPSLatitudeRef: 'N', GPSLatitude: '39/1 0/1 0/1', GPSLongitudeRef: 'W', GPSLongitude: '108/1 0/1 0/1' };
  expect(await generatedMetadata({ IFD2: { DateTimeOriginal: '2025:12:01 11:30:00' }, IFD3: gps })).toEqual({
    takenAt: second('2025-12-01T11:30:00', 'exif'),
    place: { latitude: 39, longitude: -108 },
  });
});

test('generated photo with GPS time only, in EXIF or XMP', async () => {
  const stamp = { GPSDateStamp: '2023:11:15', GPSTimeStamp: '12/1 30/1 0/1' };
  const takenAt = second('2023-11-15T21:30:00', 'gps', '2023-11-15T12:30:00Z');
  expect(await generatedMetadata({ IFD3: stamp })).toEqual({ takenAt });
  expect(await generatedMetadata({}, { xmp: xmpPacket('exif:GPSTimeStamp="2023-11-15T12:30:00Z"') })).toEqual({
    takenAt,
  });
});

test('generated photo with an IPTC time but no IPTC date is undated', async () => {
  const exif = { IFD0: { Make: 'Canon', Model: 'EOS R5' } };
  expect(await generatedMetadata(exif, { iptc: iptcData({ 60: '143000+0000' }) })).toEqual({ camera: 'Canon EOS R5' });
});

test('generated photo with IPTC only', async () => {
  expect(await generatedMetadata({}, { iptc: iptcData({ 55: '20220110', 60: '151544-0400', 120: '눈밭' }) })).toEqual({
    takenAt: second('2022-01-10T15:15:44', 'xmp', '2022-01-10T19:15:44Z', -240),
    caption: '눈밭',
  });
});

test('a scan made in 2024 has the date of its folder, or none', async () => {
  const exif = {
    IFD0: { Make: 'EPSON', Model: 'Perfection V600' },
    IFD2: { DateTimeOriginal: '2024:01:02 10:00:00', DateTimeDigitized: '2024:01:02 10:00:00' },
  };
  const digitizedAt = second('2024-01-02T10:00:00', 'exif');
  expect(await generatedMetadata(exif, { folder: '앨범/1987 설악산', name: 'img003.jpg' })).toEqual({
    takenAt: { local: '1987-01-01T00:00:00', precision: 'year', source: 'folder' },
    digitizedAt,
    placeName: '설악산',
  });
  expect(await generatedMetadata(exif, { folder: 'DCIM', name: '20240102_100000.jpg' })).toEqual({ digitizedAt });
});

test('a photo without metadata has the date in its file name', async () => {
  expect(await generatedMetadata({}, { name: 'IMG-20200102-WA0003.jpg' })).toEqual({
    takenAt: { local: '2020-01-02T00:00:00', precision: 'day', source: 'name' },
  });
});

test.each([
  ['DV', ['-c:v', 'dvvideo', '-pix_fmt', 'yuv420p'], true],
  ['interlaced MPEG-2', ['-c:v', 'mpeg2video', '-flags', '+ilme+ildct', '-vf', 'setfield=tff'], true],
  ['camera format', ['-c:v', 'mpeg4'], false],
])(
  'the container date of a video in %s is its capture date, unless the format is that of a tape',
  async (name, codec, isTape) => {
    const file = join(directory, `${name}.mov`);
    const drawn = ['-v', 'error', '-f', 'lavfi', '-i', 'testsrc=size=720x576:rate=25', '-t', '0.2'];
    await promisify(execFile)(process.env['MARU_FFMPEG_PATH'] ?? 'ffmpeg', [
      ...[...drawn, ...codec, '-metadata', 'creation_time=2024-01-02T01:00:00Z', file],
    ]);
    const { timestamps, metadata = {} } = await videos.probe(file, 'mov');
    const named = { fileName: 'video.mov', folder: '92년 여름 속초' };
    const { takenAt, digitizedAt } = videoMetadata(timestamps, metadata, {
      named,
      now: Date.now(),
      timeZone: 'Asia/Seoul',
    });
    const at = second('2024-01-02T10:00:00', 'container', '2024-01-02T01:00:00Z');
    const proposed = { local: '1992-07-01T00:00:00', precision: 'year', source: 'folder' };
    expect([takenAt, digitizedAt]).toEqual(isTape ? [proposed, at] : [at, undefined]);
  },
);
