import { expect, test } from 'vitest';
import { dateFromFileName } from './date-from-file-name.ts';

const NOW = Date.UTC(2026, 5, 1);
const parse = (name: string) => dateFromFileName(name, NOW, 'Asia/Seoul');

test.each([
  ['KakaoTalk_20230405_123456789.jpg', '2023-04-05T12:34:56'],
  ['KakaoTalk_20230405_123456789_01.jpg', '2023-04-05T12:34:56'],
  ['KakaoTalk_20230405_1234567.jpg', undefined],
  ['KakaoTalk_Photo_2023-04-05-12-34-56.jpeg', '2023-04-05T12:34:56'],
  ['KakaoTalk_Photo_2023-04-05-12-34-56 001.jpeg', '2023-04-05T12:34:56'],
  ['KakaoTalk_Video_2023-04-05-12-34-56.mp4', '2023-04-05T12:34:56'],
  ['Screenshot_20230405-123456.png', '2023-04-05T12:34:56'],
  ['Screenshot_20230405-123456_KakaoTalk.jpg', '2023-04-05T12:34:56'],
  ['Screenshot_20230405_123456.jpg', '2023-04-05T12:34:56'],
  ['Screenshot_2016-04-05-12-34-56.png', '2016-04-05T12:34:56'],
  ['Screenshot 2023-04-05 at 12.34.56.png', '2023-04-05T12:34:56'],
  ['Screenshot 2023-04-05 at 3.04.05 PM.png', '2023-04-05T15:04:05'],
  ['Screen Shot 2019-04-05 at 12.04.05 AM.png', '2019-04-05T00:04:05'],
  ['Screenshot from 2023-04-05 12-34-56.png', '2023-04-05T12:34:56'],
  ['Screenshot 2023-04-05 123456.png', '2023-04-05T12:34:56'],
  ['스크린샷 2023-04-05 오후 3.04.05.png', '2023-04-05T15:04:05'],
  ['스크린샷 2023-04-05 오전 12.04.05.png', '2023-04-05T00:04:05'],
  ['스크린샷 2023-04-05 123456.png', '2023-04-05T12:34:56'],
  ['스크린샷 2023-04-05 오후 3.04.05.png'.normalize('NFD'), '2023-04-05T15:04:05'],
  ['화면 캡처 2023-04-05 123456.png', '2023-04-05T12:34:56'],
  ['Screen_Recording_20230405-123456.mp4', '2023-04-05T12:34:56'],
  ['IMG_20230405_123456.jpg', '2023-04-05T12:34:56'],
  ['IMG_20230405_123456789_HDR.jpg', '2023-04-05T12:34:56'],
  ['IMG20230405123456.jpg', '2023-04-05T12:34:56'],
  ['VID_20230405_123456.mp4', '2023-04-05T12:34:56'],
  ['20230405_123456.jpg', '2023-04-05T12:34:56'],
  ['20230405_123456(1).jpg', '2023-04-05T12:34:56'],
  ['20230405_123456_002.jpg', '2023-04-05T12:34:56'],
  ['WP_20130405_12_34_56_Pro.jpg', '2013-04-05T12:34:56'],
  ['P_20230405_123456.jpg', '2023-04-05T12:34:56'],
  ['DJI_20230405123456_0001_D.MP4', '2023-04-05T12:34:56'],
  ['signal-2023-04-05-123456.jpeg', '2023-04-05T12:34:56'],
  ['signal-2023-04-05-12-34-56-789.jpg', '2023-04-05T12:34:56'],
  ['photo_2023-04-05_12-34-56.jpg', '2023-04-05T12:34:56'],
  ['WhatsApp Image 2023-04-05 at 12.34.56.jpeg', '2023-04-05T12:34:56'],
  ['2023-04-05 12.34.56.jpg', '2023-04-05T12:34:56'],
])('%s has local time %s', (name, local) => {
  expect(parse(name)).toEqual(local && { local, precision: 'second', source: 'name' });
});

test.each([
  ['IMG-20200102-WA0003.jpg', '2020-01-02T00:00:00'],
  ['VID-20200102-WA0003.mp4', '2020-01-02T00:00:00'],
])('%s has a day only', (name, local) => {
  expect(parse(name)).toEqual({ local, precision: 'day', source: 'name' });
});

test.each([
  ['PXL_20230405_123456789.jpg', Date.UTC(2023, 3, 5, 12, 34, 56)],
  ['PXL_20230405_183456789.MP.jpg', Date.UTC(2023, 3, 5, 18, 34, 56)],
  ['PXL_20230405_123456789.PORTRAIT-01.COVER.jpg', Date.UTC(2023, 3, 5, 12, 34, 56)],
  ['FB_IMG_1680665696789.jpg', 1680665696000],
  ['1680665696789.jpg', 1680665696000],
  ['RPReplay_Final1680665696.mp4', 1680665696000],
])('%s is in UTC and converted to the time zone of the library', (name, utc) => {
  const local = new Date(utc + 9 * 3_600_000).toISOString().slice(0, 19);
  expect(parse(name)).toEqual({ local, utc, precision: 'second', source: 'name' });
});

test.each([
  'DSC_0123.JPG',
  'DSC02003.JPG',
  'IMG_2003.JPG',
  'IMG_1234.HEIC',
  'P1990123.JPG',
  'image.jpg',
  'received_1234567890.jpeg',
  'Snapchat-1234567890.jpg',
  'KakaoTalk_Moim_abc.jpg',
  'IMG_20231405_123456.jpg',
  'IMG_20230230_123456.jpg',
  'IMG_20230405_256199.jpg',
  'IMG_20990405_123456.jpg',
  '00000000_000000.jpg',
  'scan0001.jpg',
  '20230405.jpg',
  '1920x1080.png',
  '',
  '9'.repeat(255),
])('%s has no date', (name) => {
  expect(parse(name)).toBeUndefined();
});
