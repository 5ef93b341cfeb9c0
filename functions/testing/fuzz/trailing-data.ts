import { ascii, box, u32, overwrite } from './formats/box.ts';
import {
  microVideo,
  motionHeic,
  motionPhoto,
  samsungMark,
  samsungMotion,
  withXmp,
} from '../../../tests/media/motion-photo.ts';
import { seededRandom } from './random.ts';
import { family, type HostileFile, type ValidFiles } from './hostile-file.ts';

const FOREIGN = 'maru-foreign-trailer';
const PLAYLIST = ascii(`#EXTM3U\n#EXTINF:9,\nhttp://127.0.0.1:9/${FOREIGN}.ts\n#EXT-X-ENDLIST\n`);
const FTYP = box('ftyp', ascii('isom\0\0\0\0isom'));

/** What replaces the video. */
const trailers = ({ jpeg, mp4, mov }: ValidFiles): Record<string, () => Buffer> => ({
  'a playlist': () => PLAYLIST,
  'a playlist that begins like a video': () => Buffer.concat([FTYP, box('mdat', PLAYLIST)]),
  'a page': () => ascii(`<html>${FOREIGN}</html>`),
  noise: () => seededRandom('trailer').bytes(20_000),
  'noise that begins like a video': () => Buffer.concat([FTYP, seededRandom('trailer 2').bytes(20_000)]),
  'half a video': () => mp4.subarray(0, mp4.length / 2),
  'a video without its index': () => mov.subarray(0, mov.length / 2),
  'another photo': () => jpeg,
  nothing: () => Buffer.alloc(0),
  'only the header of a video': () => FTYP,
});

/** Wrong offsets and lengths. */
const lengths: Readonly<Record<string, number>> = {
  '0': 0,
  '1': 1,
  '15': 15,
  'one byte too many': -1,
  'more than the file': 2 ** 31,
  'more than an integer holds': 999_999_999_999_999,
  'minus one': -2,
};

const wrongLengths = ({ jpeg, mp4 }: ValidFiles): Record<string, () => Buffer> =>
  Object.fromEntries(
    Object.entries(lengths).flatMap(([name, announced]) => {
      const length = announced === -1 ? mp4.length + 1 : announced;
      return [
        [`MicroVideo, an offset of ${name}`, () => microVideo(jpeg, mp4, length)],
        [`Motion Photo, a length of ${name}`, () => motionPhoto(jpeg, mp4, length)],
      ];
    }),
  );

const MARK = ascii('MotionPhoto_Data');

/** Overwrites a number of Samsung's directory at the end of a file, at an offset within the directory. */
function inList(file: Buffer, at: number, value: number): Buffer {
  const list = file.lastIndexOf(ascii('SEFH'));
  return overwrite(file, list + at, Buffer.from(u32(value)).reverse());
}

const item = (semantic: string, length: string): string =>
  `<rdf:li rdf:parseType="Resource"><Container:Item Item:Mime="video/mp4" Item:Semantic="${semantic}" Item:Length="${length}"/></rdf:li>`;

const lists = ({ jpeg, mp4 }: ValidFiles): Record<string, () => Buffer> => {
  const samsung = samsungMotion(jpeg, mp4);
  const withItems = (items: string): Buffer =>
    Buffer.concat([
      withXmp(
        jpeg,
        `<rdf:Description GCamera:MotionPhoto="1"><Container:Directory><rdf:Seq>${items}</rdf:Seq></Container:Directory></rdf:Description>`,
      ),
      mp4,
    ]);
  return {
    'Samsung: a directory of four billion parts': () => inList(samsung, 8, 0xffffffff),
    'Samsung: a part before the file': () => inList(samsung, 28, 0xffffffff),
    'Samsung: a part that is the directory': () => inList(samsung, 28, 0),
    'Samsung: a part of zero length': () => inList(samsung, 32, 0),
    'Samsung: a part of 4 GB': () => inList(samsung, 32, 0xffffffff),
    'Samsung: a directory before the file': () => overwrite(samsung, samsung.length - 8, Buffer.alloc(4, 0xff)),
    'Samsung: a directory that contains itself': () => overwrite(samsung, samsung.length - 8, Buffer.alloc(4)),
    'Samsung: only a directory': () => Buffer.concat([jpeg, ascii('SEFT')]),
    'Samsung: only a marker': () => samsungMark(jpeg, Buffer.alloc(0)),
    'Samsung: a hundred thousand markers': () =>
      Buffer.concat([jpeg, ...Array.from({ length: 100_000 }, () => MARK), mp4]),
    'Samsung: a marker in the photo': () =>
      Buffer.concat([jpeg.subarray(0, jpeg.length - 2), MARK, FTYP, jpeg.subarray(jpeg.length - 2)]),
    'Motion Photo: a thousand videos': () => withItems(item('MotionPhoto', '9').repeat(200)),
    'Motion Photo: parts of 4 GB after it': () =>
      withItems(item('MotionPhoto', '9') + item('GainMap', '4294967295').repeat(60)),
    'Motion Photo: a length that is a script': () => withItems(item('MotionPhoto', '&lt;script&gt;')),
    'Motion Photo: a length in words': () => withItems(item('MotionPhoto', 'NaN')),
    'Motion Photo: a semantic of 30 KB': () => withItems(item('MotionPhoto'.repeat(3000), '9')),
    'MicroVideo twice': () => microVideo(microVideo(jpeg, Buffer.alloc(0), 7), mp4),
  };
};

const boxes = ({ heic, mp4 }: ValidFiles): Record<string, () => Buffer> => {
  const moving = motionHeic(heic, mp4);
  const mpvd = heic.length;
  return {
    'HEIC: a box beyond its end': () => overwrite(moving, mpvd, u32(0x7fffffff)),
    'HEIC: a box of 4 GB': () => overwrite(moving, mpvd, u32(0xffffffff)),
    'HEIC: a box smaller than its header': () => overwrite(moving, mpvd, u32(3)),
    'HEIC: a box of 2^64 bytes': () => Buffer.concat([heic, u32(1), ascii('mpvd'), Buffer.alloc(8, 0xff), mp4]),
    'HEIC: a box of nothing': () => Buffer.concat([heic, box('mpvd')]),
    'HEIC: ten thousand boxes': () => Buffer.concat([heic, ...Array.from({ length: 10_000 }, () => box('mpvd', FTYP))]),
    'HEIC: a playlist in the box': () => motionHeic(heic, PLAYLIST),
    'HEIC: a playlist that begins like a video': () => motionHeic(heic, Buffer.concat([FTYP, box('mdat', PLAYLIST)])),
    'HEIC: itself in the box': () => motionHeic(heic, heic),
    'HEIC: half a video': () => motionHeic(heic, mp4.subarray(0, mp4.length / 2)),
  };
};

/** Photos whose video is missing or wrong: the photo is displayed, and only a real video becomes a motion clip. */
export const trailingData = (wholes: ValidFiles): HostileFile[] => {
  const trailing = Object.entries(trailers(wholes)).flatMap(
    ([name, of]) =>
      [
        [`MicroVideo, and ${name}`, () => microVideo(wholes.jpeg, of())],
        [`Motion Photo, and ${name}`, () => motionPhoto(wholes.jpeg, of())],
        [`Samsung, and ${name}`, () => samsungMotion(wholes.jpeg, of())],
        [`Samsung’s marker, and ${name}`, () => samsungMark(wholes.jpeg, of())],
      ] as const,
  );
  const jpegs = { ...Object.fromEntries(trailing), ...wrongLengths(wholes), ...lists(wholes) };
  return [
    ...family('trailing data', ['ready'], jpegs, { like: 'jpeg', foreign: FOREIGN }),
    ...family('trailing data', ['ready', 'unreadable'], boxes(wholes), { like: 'heic', foreign: FOREIGN }),
  ];
};
