import { ascii, u16, overwrite } from '../formats/box.ts';
import { seededRandom } from '../random.ts';
import { family, type HostileFile, type ValidFiles } from '../hostile-file.ts';
import { segment, withSegments } from '../formats/jpeg.ts';
import { segmentsOf } from '../formats/file-parts.ts';

/** A JPEG whose frame header claims another size. */
export function sized(jpeg: Buffer, width: number, height: number): Buffer {
  const frame = segmentsOf(jpeg).find(({ name }) => name === 'c0' || name === 'c2');
  if (!frame) throw new Error('no frame');
  return overwrite(jpeg, frame.at + 5, Buffer.concat([u16(height), u16(width)]));
}

/** An APP2 segment with one of several parts of a profile. */
const profile = (n: number, of: number, body: Buffer): Buffer =>
  segment(0xe2, Buffer.concat([ascii('ICC_PROFILE\0'), Buffer.from([n, of]), body]));

/** A profile of 255 segments: 16 MB. */
const hugeProfile = (): Buffer[] => {
  const body = seededRandom('profile').bytes(65_519);
  return Array.from({ length: 255 }, (_, i) => profile(i + 1, 255, body));
};

/** A progressive JPEG whose first scan is repeated. */
function withScans(progressive: Buffer, times: number): Buffer {
  const scan = segmentsOf(progressive).find(({ name }) => name === 'da');
  if (!scan) throw new Error('no scan');
  let end = scan.at + scan.size;
  while (!(progressive[end] === 0xff && progressive[end + 1] !== 0 && (progressive[end + 1] ?? 0) < 0xd0)) end += 1;
  const first = progressive.subarray(scan.at, end);
  return Buffer.concat([
    progressive.subarray(0, scan.at),
    ...Array.from({ length: times }, () => first),
    progressive.subarray(scan.at),
  ]);
}

const many = (count: number, one: Buffer): Buffer[] => Array.from({ length: count }, () => one);

/** Small JPEGs that decode to a lot. */
export const jpegBombs = ({ jpeg, progressive }: ValidFiles): HostileFile[] => [
  ...family('JPEG bomb', ['too-many-pixels'], {
    '65,500 square': () => sized(jpeg, 65_500, 65_500),
    '65,500 square, progressive': () => sized(progressive, 65_500, 65_500),
    '16,000 square': () => sized(jpeg, 16_000, 16_000),
    '196 megapixels, progressive': () => sized(progressive, 14_000, 14_000),
  }),
  // libjpeg accepts no side above 65,500.
  ...family('JPEG bomb', ['unreadable'], {
    '65,535 square': () => sized(jpeg, 65_535, 65_535),
    '65,535 square, without data': () => sized(jpeg, 65_535, 65_535).subarray(0, 700),
    '49 megapixels and a thousand scans': () => withScans(sized(progressive, 7000, 7000), 1000),
  }),
  // A truncated JPEG with an end marker is accepted, as in other programs.
  ...family('JPEG bomb', ['ready', 'unreadable'], {
    '196 megapixels with little data': () => sized(jpeg, 14_000, 14_000),
    '100 megapixels with little data, progressive': () => sized(progressive, 10_000, 10_000),
    'a thousand scans of noise': () => Buffer.concat([...many(1000, withScans(progressive, 1).subarray(0, 400))]),
  }),
  ...family(
    'JPEG bomb',
    ['ready', 'unreadable'],
    {
      'a profile of 16 MB': () => withSegments(jpeg, ...hugeProfile()),
      'a profile with a missing part': () =>
        withSegments(jpeg, profile(1, 3, seededRandom('a').bytes(900)), profile(3, 3, Buffer.alloc(9))),
      'a profile repeated ten thousand times': () =>
        withSegments(jpeg, ...many(10_000, profile(1, 1, Buffer.alloc(90)))),
      'a profile without parts': () => withSegments(jpeg, profile(0, 0, Buffer.alloc(200))),
      'a profile of noise': () => withSegments(jpeg, profile(1, 1, seededRandom('icc').bytes(60_000))),
      'a hundred thousand comments': () => withSegments(jpeg, ...many(100_000, segment(0xfe, ascii('hello')))),
      'two hundred EXIFs of 64 KB': () =>
        withSegments(
          jpeg,
          ...many(
            200,
            segment(0xe1, Buffer.concat([ascii('Exif\0\0II*\0\x08\0\0\0'), seededRandom('e').bytes(65_000)])),
          ),
        ),
      'a thousand quantization tables': () => withSegments(jpeg, ...many(1000, segment(0xdb, Buffer.alloc(65, 1)))),
      'a comment that is longer than the file': () =>
        Buffer.concat([jpeg.subarray(0, 2), Buffer.from([0xff, 0xfe, 0xff, 0xff]), jpeg.subarray(2, 1000)]),
      'a segment of length 0': () => withSegments(jpeg, Buffer.from([0xff, 0xe5, 0, 0])),
      'a megabyte of fill bytes': () => withSegments(jpeg, Buffer.alloc(2 ** 20, 0xff)),
      'ninety additional scans': () => withScans(progressive, 90),
      'two hundred additional scans': () => withScans(progressive, 200),
      'two SOI markers': () => Buffer.concat([jpeg.subarray(0, 2), jpeg]),
      'followed by another photo': () => Buffer.concat([jpeg, progressive]),
    },
    { like: 'jpeg' },
  ),
];
