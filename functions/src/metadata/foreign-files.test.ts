import { execFile } from 'node:child_process';
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { HEAD_BYTES, sniff, type Metadata } from '@maru/model';
import sharp, { type Exif } from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { jpegOf } from '../../../tests/media/photo.ts';
import { iptcData, photoshopBlock, withSegment, xmpPacket } from '../../../tests/media/metadata.ts';
import { MEDIA, needsMedia } from '../../testing/media.ts';
import { videos } from '../adapters/video/videos.ts';
import { images } from '../adapters/image/images.ts';
import { videoMetadata, imageMetadata } from './metadata.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'maru-dates-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** What is known of a photo on this machine by its bytes, its name and a folder. */
async function aboutFile(file: string, lay?: string): Promise<Metadata> {
  const handle = await open(file);
  const { buffer } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0).finally(() => handle.close());
  const format = sniff(buffer);
  if (format?.kind !== 'photo') throw new Error(`${file} is no photo`);
  const named = { fileName: basename(file), ...(lay !== undefined && { folder: lay }) };
  return imageMetadata(await images.readMetadata(file, format), { named, now: Date.now(), timeZone: 'Asia/Seoul' });
}

/** The same of one that is made here, which says nothing but what it is given. */
async function aboutMade(told: Exif, how: { xmp?: string; iptc?: Buffer; name?: string; lay?: string } = {}) {
  const plain = sharp(
    await sharp(await jpegOf({ width: 32, height: 24 }))
      .png()
      .toBuffer(),
  ).withExif(told);
  const jpeg = await (how.xmp === undefined ? plain : plain.withXmp(how.xmp)).jpeg().toBuffer();
  const file = join(folder, how.name ?? 'image.jpg');
  await writeFile(file, how.iptc ? withSegment(jpeg, 0xed, photoshopBlock(how.iptc)) : jpeg);
  return aboutFile(file, how.lay);
}

const second = (local: string, source: string, utc?: string, offset?: number) => ({
  local,
  precision: 'second',
  source,
  ...(offset !== undefined && { offset }),
  ...(utc !== undefined && { utc: Date.parse(utc) }),
});

test('dates and places of real photos: conflicting, missing, of GPS only, an empty GPS block', async (context) => {
  needsMedia(context);
  const real = (name: string): Promise<Metadata> => aboutFile(join(MEDIA, name));
  expect(await real('dates/date-priority-test.jpg')).toEqual({
    taken: second('2023-02-02T02:00:00', 'exif'),
    digitisedAt: second('2023-04-04T04:00:00', 'exif'),
  });
  expect(await real('dates/datetimeoriginal-gps.jpg')).toEqual({
    taken: second('2025-12-01T11:30:00', 'exif'),
    place: { latitude: 39, longitude: -108 },
  });
  expect(await real('dates/gps-datetime.jpg')).toEqual({
    taken: second('2023-11-15T21:30:00', 'gps', '2023-11-15T12:30:00Z'),
    place: { latitude: 37.7749, longitude: -122.4194 },
  });
  expect(await real('dates/empty-gps.jpg')).toEqual({
    taken: second('2025-06-01T16:59:26', 'exif'),
    camera: 'motorola moto g(9) plus',
  });
  expect(await real('dates/time-created.jpg')).toEqual({ camera: 'Canon EOS R5' });
  expect(await real('dates/thompson-springs-gps.jpg')).toEqual({
    taken: second('2022-01-10T15:15:44', 'xmp', '2022-01-10T21:15:44Z', -360),
    place: { latitude: 39.115, longitude: -108.400968, altitude: 1483.9 },
    caption: expect.stringMatching(/^Early winter scene in the mostly barren/) as string,
  });
});

test('dates of real phones', async (context) => {
  needsMedia(context);
  expect(await aboutFile(join(MEDIA, 'phones/iphone-IMG_2682.heic'))).toEqual({
    taken: second('2019-03-21T11:04:22', 'exif', '2019-03-21T16:04:22Z', -300),
    place: { latitude: 41.2203, longitude: -96.071625, altitude: 351.3 },
    camera: 'Apple iPhone 7',
  });
  expect(await aboutFile(join(MEDIA, 'phones/samsung-motion.heic'))).toMatchObject({
    taken: second('2024-01-12T21:38:53', 'exif', '2024-01-13T05:38:53Z', -480),
    camera: 'samsung SM-S906U',
  });
});

test('the same of photos made here: conflicting', async () => {
  const told = { IFD2: { DateTimeOriginal: '2023:02:02 02:00:00', DateTimeDigitized: '2023:04:04 04:00:00' } };
  const xmp = xmpPacket('xmp:CreateDate="2023-05-05T05:00:00" photoshop:DateCreated="2023-06-06T06:00:00"');
  expect(await aboutMade(told, { xmp, iptc: iptcData({ 55: '20230707', 60: '070000+0000' }) })).toEqual({
    taken: second('2023-02-02T02:00:00', 'exif'),
    digitisedAt: second('2023-04-04T04:00:00', 'exif'),
  });
});

test('with a place and its own time', async () => {
  const gps = { GPSLatitudeRef: 'N', GPSLatitude: '39/1 0/1 0/1', GPSLongitudeRef: 'W', GPSLongitude: '108/1 0/1 0/1' };
  expect(await aboutMade({ IFD2: { DateTimeOriginal: '2025:12:01 11:30:00' }, IFD3: gps })).toEqual({
    taken: second('2025-12-01T11:30:00', 'exif'),
    place: { latitude: 39, longitude: -108 },
  });
});

test('of the satellites only, in EXIF and in XMP', async () => {
  const stamp = { GPSDateStamp: '2023:11:15', GPSTimeStamp: '12/1 30/1 0/1' };
  const taken = second('2023-11-15T21:30:00', 'gps', '2023-11-15T12:30:00Z');
  expect(await aboutMade({ IFD3: stamp })).toEqual({ taken });
  expect(await aboutMade({}, { xmp: xmpPacket('exif:GPSTimeStamp="2023-11-15T12:30:00Z"') })).toEqual({ taken });
});

test('with a time but no day of IPTC: undated', async () => {
  const told = { IFD0: { Make: 'Canon', Model: 'EOS R5' } };
  expect(await aboutMade(told, { iptc: iptcData({ 60: '143000+0000' }) })).toEqual({ camera: 'Canon EOS R5' });
});

test('of IPTC alone', async () => {
  expect(await aboutMade({}, { iptc: iptcData({ 55: '20220110', 60: '151544-0400', 120: '눈밭' }) })).toEqual({
    taken: second('2022-01-10T15:15:44', 'xmp', '2022-01-10T19:15:44Z', -240),
    caption: '눈밭',
  });
});

test('a scan of 1987 that was made in 2024 is of about 1987, else undated', async () => {
  const told = {
    IFD0: { Make: 'EPSON', Model: 'Perfection V600' },
    IFD2: { DateTimeOriginal: '2024:01:02 10:00:00', DateTimeDigitized: '2024:01:02 10:00:00' },
  };
  const digitisedAt = second('2024-01-02T10:00:00', 'exif');
  expect(await aboutMade(told, { lay: '앨범/1987 설악산', name: 'img003.jpg' })).toEqual({
    taken: { local: '1987-01-01T00:00:00', precision: 'year', source: 'folder' },
    digitisedAt,
    placeName: '설악산',
  });
  expect(await aboutMade(told, { lay: 'DCIM', name: '20240102_100000.jpg' })).toEqual({ digitisedAt });
});

test('a photo without any clock goes by its name', async () => {
  expect(await aboutMade({}, { name: 'IMG-20200102-WA0003.jpg' })).toEqual({
    taken: { local: '2020-01-02T00:00:00', precision: 'day', source: 'name' },
  });
});

test.each([
  ['DV', ['-c:v', 'dvvideo', '-pix_fmt', 'yuv420p'], true],
  ['interlaced MPEG-2', ['-c:v', 'mpeg2video', '-flags', '+ilme+ildct', '-vf', 'setfield=tff'], true],
  ['what a camera makes', ['-c:v', 'mpeg4'], false],
])(
  'the container of a film of 2024 in %s says when it was filmed only where it is of no tape',
  async (name, codec, isTape) => {
    const file = join(folder, `${name}.mov`);
    const drawn = ['-v', 'error', '-f', 'lavfi', '-i', 'testsrc=size=720x576:rate=25', '-t', '0.2'];
    await promisify(execFile)(process.env['MARU_FFMPEG_PATH'] ?? 'ffmpeg', [
      ...[...drawn, ...codec, '-metadata', 'creation_time=2024-01-02T01:00:00Z', file],
    ]);
    const { timestamps, metadata = {} } = await videos.probe(file, 'mov');
    const named = { fileName: 'film.mov', folder: '92년 여름 속초' };
    const { taken, digitisedAt } = videoMetadata(timestamps, metadata, {
      named,
      now: Date.now(),
      timeZone: 'Asia/Seoul',
    });
    const at = second('2024-01-02T10:00:00', 'container', '2024-01-02T01:00:00Z');
    const proposed = { local: '1992-07-01T00:00:00', precision: 'year', source: 'folder' };
    expect([taken, digitisedAt]).toEqual(isTape ? [proposed, at] : [at, undefined]);
  },
);
