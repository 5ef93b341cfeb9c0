import { ascii, u32 } from './formats/box.ts';
import { seededRandom } from './random.ts';
import { family, type HostileFile, type ValidFiles } from './hostile-file.ts';
import { withExif } from './formats/jpeg.ts';
import { directory, tiff, type TiffEntry } from './formats/tiff.ts';

const EXIF = 34665;
const GPS = 34853;
const INTEROP = 40965;
const LOTS = 2 ** 32 - 1;

/** An EXIF block with one directory and an EXIF directory after it. */
function block(own: readonly TiffEntry[], next = 0): Buffer {
  const at = 8 + 2 + 12 + 4;
  return tiff(directory([[EXIF, 4, 1, at]], next), directory(own));
}

/** The offset after an EXIF directory with this many entries. */
const endOfDirectory = (entries: number): number => 26 + 2 + 12 * entries + 4;

/** EXIF with a date of any text. */
const dated = (text: string, tag = 36867): Buffer =>
  Buffer.concat([block([[tag, 2, text.length + 1, endOfDirectory(1)]]), ascii(`${text}\0`)]);

const circles: Record<string, () => Buffer> = {
  'a directory that is its own successor': () => tiff(directory([[274, 3, 1, 1]], 8)),
  'a next directory in the header': () => tiff(directory([[274, 3, 1, 1]], 2)),
  'an EXIF directory that points to the first': () => tiff(directory([[EXIF, 4, 1, 8]])),
  'an EXIF directory in the header': () => tiff(directory([[EXIF, 4, 1, 0]])),
  'a GPS directory that points to the first': () => tiff(directory([[GPS, 4, 1, 8]])),
  'an EXIF directory within its own': () => block([[EXIF, 4, 1, 26]]),
  'an interoperability directory that is its own': () => block([[INTEROP, 4, 1, 26]]),
  'all of them combined': () =>
    tiff(
      directory(
        [
          [EXIF, 4, 1, 8],
          [GPS, 4, 1, 8],
          [INTEROP, 4, 1, 8],
          [330, 4, 1, 8],
        ],
        8,
      ),
    ),
  'a thumbnail that contains the block itself': () =>
    tiff(
      directory(
        [
          [513, 4, 1, 0],
          [514, 4, 1, LOTS],
        ],
        8,
      ),
    ),
};

const counts: Record<string, () => Buffer> = {
  'a text of 4 GB': () => block([[36867, 2, LOTS, 8]]),
  'four billion fractions': () => block([[33434, 5, LOTS, 8]]),
  'a maker note of 2 GB': () => block([[37500, 7, 2 ** 31, 8]]),
  'a value far outside': () => block([[36867, 2, 20, LOTS - 10]]),
  'a type of 0': () => block([[36867, 0, 20, 8]]),
  'a type of 255': () => block([[36867, 255, 20, 8]]),
  'more entries than bytes': () => tiff(directory([[274, 3, 1, 1]], 0, 65_535)),
  'five thousand entries': () => tiff(directory(Array.from({ length: 5000 }, (_, i): TiffEntry => [i, 4, 1, i]))),
  'five thousand entries of 60 KB each': () =>
    tiff(directory(Array.from({ length: 5000 }, (_, i): TiffEntry => [i + 1, 2, 60_000, 8]))),
  'five thousand dates of 60 KB each': () =>
    block(Array.from({ length: 5000 }, (): TiffEntry => [36867, 2, 60_000, 8])),
  'five thousand texts of 60 KB each': () =>
    tiff(
      directory(
        Array.from({ length: 5000 }, (_, i): TiffEntry => [[270, 271, 272, 305, 315][i % 5] ?? 0, 2, 60_000, 8]),
      ),
    ),
  'fractions divided by zero': () => Buffer.concat([block([[33434, 5, 1, endOfDirectory(1)]]), u32(1), u32(0)]),
  'an orientation of 99': () => tiff(directory([[274, 3, 1, 99]])),
  'eight orientations': () => tiff(directory(Array.from({ length: 8 }, (_, i): TiffEntry => [274, 3, 1, i + 1]))),
  'an orientation that is a text': () => tiff(directory([[274, 2, 4, 0x31313131]])),
  'a resolution of zero': () =>
    tiff(
      directory([
        [282, 5, 1, 8],
        [283, 5, 1, 8],
      ]),
    ),
  nothing: () => Buffer.alloc(0),
  'half a header': () => ascii('II*'),
  'another order than claims': () => Buffer.concat([ascii('MM\0*'), directory([[274, 3, 1, 6]])]),
  noise: () => seededRandom('exif').bytes(60_000),
  'noise after a header': () => Buffer.concat([ascii('II*\0\x08\0\0\0'), seededRandom('exif 2').bytes(60_000)]),
};

/** Following each of them takes seconds: refused. */
const pointers: Record<string, () => Buffer> = {
  'five thousand EXIF directories that are texts': () =>
    tiff(Buffer.alloc(1), directory(Array.from({ length: 5000 }, (): TiffEntry => [EXIF, 2, 1, 9]))),
  'five thousand EXIF directories': () =>
    tiff(directory(Array.from({ length: 5000 }, (): TiffEntry => [EXIF, 4, 1, 8]))),
};

const offset = (text: string): Buffer =>
  Buffer.concat([
    block([
      [36867, 2, 20, endOfDirectory(2)],
      [36881, 2, text.length + 1, endOfDirectory(2) + 20],
    ]),
    ascii(`2019:05:03 14:10:00\0${text}\0`),
  ]);

/** Invalid dates. */
const dates: Record<string, string> = {
  'a date of zeros': '0000:00:00 00:00:00',
  'a date of blanks': '    :  :     :  :  ',
  'the year 0001': '0001:01:01 00:00:00',
  'the year 171546': '171546:01:01 00:00:00',
  'the year 9999': '9999:12:31 23:59:59',
  'the year 2090': '2090:05:03 14:10:00',
  'the thirtieth of February': '2019:02:30 10:00:00',
  'the thirteenth month': '2019:13:01 10:00:00',
  'twenty-five o’clock': '2019:05:03 25:00:00',
  'a date of noise': '\x01\x02\xff\xfe\x80\x81\x82\x83\x84\x85\x86\x87\x88\x89\x8a\x8b\x8c\x8d\x8e',
  'a date that is a script': '<script>alert(1)</script>',
  'a date of 60 KB': '2'.repeat(60_000),
  'a date that is a path': '../../../../etc/passwd',
  'a negative year': '-2019:05:03 14:10:00',
  'a date in Excel': '43588.5902777',
};

const in_ = ({ jpeg }: ValidFiles, blocks: Record<string, () => Buffer>): Record<string, () => Buffer> =>
  Object.fromEntries(Object.entries(blocks).map(([name, of]) => [name, () => withExif(jpeg, of())]));

/** EXIF with cycles, missing data and impossible values: the photo is displayed nevertheless. */
export const exif = (wholes: ValidFiles): HostileFile[] => [
  ...family('EXIF', ['ready'], in_(wholes, { ...circles, ...counts }), { takenAt: null }),
  ...family('EXIF', ['unreadable'], in_(wholes, pointers)),
  ...family(
    'dates',
    ['ready'],
    in_(wholes, Object.fromEntries(Object.entries(dates).map(([name, text]) => [name, () => dated(text)]))),
    { takenAt: null, like: 'jpeg' },
  ),
  ...family(
    'dates',
    ['ready'],
    in_(wholes, {
      'an offset of a day': () => offset('+24:00'),
      'an offset of noise': () => offset('\xff\xff\xff'),
      'an offset of 60 KB': () => offset('+'.repeat(60_000)),
    }),
    { takenAt: '2019-05-03T14:10:00' },
  ),
];
