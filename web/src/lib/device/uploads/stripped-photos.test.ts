import { expect, test } from 'vitest';
import { lacksDate } from './stripped-photos.ts';

const iPhone = { userAgent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)', maxTouchPoints: 5 };
const iPad = { userAgent: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)', maxTouchPoints: 5 };
const mac = { ...iPad, maxTouchPoints: 0 };
const BARE = '\xff\xd8\xff\xe0\0\x10JFIF\0';
const DATED = '\xff\xd8\xff\xe1\0\xffExif\0\0MM\0*2024:05:03 15:12:40\0';
const file = (name: string, start: string, padding = 0): File =>
  new File([Uint8Array.from(start, (c) => c.charCodeAt(0)), new Uint8Array(padding)], name);

test.each([
  ['IMG_1234.jpeg', BARE, iPhone, true],
  ['image.jpg', BARE, iPad, true],
  ['IMG_1234.jpeg', DATED, iPhone, false],
  ['IMG_1234.JPG', BARE, iPhone, false],
  ['IMG_1234.HEIC', BARE, iPhone, false],
  ['IMG_1234.jpeg', BARE, mac, false],
])('%s', async (name, start, browser, expected) => {
  expect(await lacksDate(file(name, start), browser)).toBe(expected);
});

test('reads only the start of a file', async () => {
  const large = file('IMG_1234.jpeg', BARE, 1_000_000);
  const slices: unknown[] = [];
  const slice = large.slice.bind(large);
  large.slice = (...range) => {
    slices.push(range);
    return slice(...range);
  };
  large.arrayBuffer = () => Promise.reject(new Error('read as a whole'));
  expect(await lacksDate(large, iPhone)).toBe(true);
  expect(slices).toEqual([[0, 70_000]]);
});
