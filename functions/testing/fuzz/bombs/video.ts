import { ascii, box, fullBox, nestedBoxes, overwrite, u32 } from '../formats/box.ts';
import { seededRandom } from '../random.ts';
import { family, type HostileFile, type ValidFiles } from '../hostile-file.ts';
import { boxOf, replaceBox, withField } from '../formats/file-parts.ts';

/** Repeats the first track. Moves what follows it, so the index must come last. */
function withTracks(mov: Buffer, count: number): Buffer {
  const trak = boxOf(mov, 'trak');
  const one = mov.subarray(trak.at, trak.at + trak.size);
  return replaceBox(mov, trak, Buffer.concat(Array.from({ length: count }, () => one)));
}

const inIndex = (mov: Buffer, ...boxes: Buffer[]): Buffer => {
  const mvhd = boxOf(mov, 'mvhd');
  return replaceBox(mov, mvhd, Buffer.concat([mov.subarray(mvhd.at, mvhd.at + mvhd.size), ...boxes]));
};

const MAX_U32 = u32(0xffffffff);

const mp4s = ({ mp4, mov }: ValidFiles): Record<string, () => Buffer> => ({
  'a thousand tracks': () => withTracks(mov, 1000),
  'twenty thousand nested boxes': () => inIndex(mov, nestedBoxes('udta', 20_000)),
  'twenty thousand nested tracks': () => inIndex(mov, nestedBoxes('trak', 20_000)),
  'a hundred thousand boxes': () => inIndex(mov, ...Array.from({ length: 100_000 }, () => box('free'))),
  'ten megabytes of a title': () =>
    inIndex(mov, box('udta', box('\xa9nam', Buffer.from([0xff, 0xff, 0, 0]), Buffer.alloc(10_000_000, 65)))),
  'four billion samples': () => withField(mp4, 'stsz', 16, MAX_U32),
  'four billion chunks': () => withField(mp4, 'stco', 12, MAX_U32),
  'four billion times': () => withField(mp4, 'stts', 12, MAX_U32),
  'one time for four billion samples': () => withField(mp4, 'stts', 12, Buffer.concat([u32(1), MAX_U32, u32(1)])),
  'samples of endless duration': () => withField(mp4, 'stts', 12, Buffer.concat([u32(1), u32(50), MAX_U32])),
  'samples of 4 GB': () => withField(mp4, 'stsz', 12, MAX_U32),
  'chunks outside the file': () => withField(mp4, 'stco', 16, MAX_U32),
  'identical chunks': () => withField(mp4, 'stco', 16, Buffer.alloc(16, 0)),
  'more samples in a chunk than exist': () => withField(mp4, 'stsc', 16, Buffer.concat([u32(1), MAX_U32])),
  'an image of 65,535 square': () => withField(mp4, 'stsd', 48, MAX_U32),
  'a track of 65,535 square': () => withField(mp4, 'tkhd', 84, Buffer.concat([MAX_U32, MAX_U32])),
  'a duration of 136 years': () => withField(mp4, 'mvhd', 24, MAX_U32),
  'a matrix of noise': () => withField(mp4, 'tkhd', 48, seededRandom('matrix').bytes(36)),
  'an edit list of noise': () => {
    const edit = boxOf(mp4, 'edts');
    return overwrite(mp4, edit.at + 16, seededRandom('elst').bytes(edit.size - 16));
  },
  'a creation in the year 2040': () => withField(mp4, 'mvhd', 12, MAX_U32),
  'an unknown codec': () => withField(mp4, 'stsd', 20, ascii('xxxx')),
  'a configuration of noise': () => {
    const at = mp4.indexOf(ascii('avcC'));
    return overwrite(mp4, at + 4, seededRandom('avcC').bytes(20));
  },
  'frames of noise': () => {
    const { at, size } = boxOf(mp4, 'mdat');
    return overwrite(mp4, at + 8, seededRandom('mdat').bytes(size - 8));
  },
  'boxes smaller than their headers': () => overwrite(mp4, boxOf(mp4, 'trak').at, u32(1)),
  'an empty index': () => overwrite(mp4, boxOf(mp4, 'moov').at, u32(0)),
  'ten megabytes before its index': () =>
    Buffer.concat([
      box('ftyp', ascii('isom\0\0\0\0isom')),
      box('free', Buffer.alloc(10_000_000)),
      fullBox('mdat', 0),
      mp4,
    ]),
});

const sounds = ({ wav, mp3, flac }: ValidFiles): Record<string, () => Buffer> => ({
  'WAV of 4 GB': () => overwrite(wav, 40, Buffer.alloc(4, 0xff)),
  'WAV of 65,535 channels': () => overwrite(wav, 22, Buffer.alloc(2, 0xff)),
  'WAV of 4 GHz': () => overwrite(wav, 24, Buffer.alloc(4, 0xff)),
  'WAV at one sample a second': () => overwrite(wav, 24, Buffer.from([1, 0, 0, 0])),
  'WAV of 65,535 bits': () => overwrite(wav, 34, Buffer.alloc(2, 0xff)),
  'WAV with an unknown codec': () => overwrite(wav, 20, Buffer.alloc(2, 0x77)),
  'MP3 with a header of 256 MB': () => Buffer.concat([ascii('ID3\x03\0\0\x7f\x7f\x7f\x7f'), mp3.subarray(10)]),
  'MP3 with a thousand headers': () =>
    Buffer.concat([...Array.from({ length: 1000 }, () => ascii('ID3\x03\0\0\0\0\0\0')), mp3]),
  'MP3 with a header that is compressed': () =>
    Buffer.concat([ascii('ID3\x03\0\xff\0\0\0\x20'), Buffer.alloc(32, 0x41), mp3]),
  'MP3 with a cover of noise': () =>
    Buffer.concat([
      ascii('ID3\x03\0\0\0\0\x10\0APIC\0\0\x07\xf6\0\0\0image/png\0\x03\0'),
      seededRandom('cover').bytes(2025),
      mp3,
    ]),
  'FLAC with a block of 16 MB': () => overwrite(flac, 5, Buffer.alloc(3, 0xff)),
  'FLAC of noise after its header': () => Buffer.concat([flac.subarray(0, 42), seededRandom('flac').bytes(20_000)]),
});

const others = ({ mkv, avi, ogg }: ValidFiles): Record<string, () => Buffer> => ({
  'MKV that claims 2^56 bytes': () => overwrite(mkv, 4, Buffer.from([0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfe])),
  'nested MKV': () => Buffer.concat(Array.from({ length: 2000 }, () => mkv.subarray(0, 60))),
  'MKV whose body is noise': () => Buffer.concat([mkv.subarray(0, 600), seededRandom('mkv').bytes(60_000)]),
  'AVI with nested lists': () =>
    Buffer.concat([avi.subarray(0, 12), ...Array.from({ length: 5000 }, () => ascii('LIST\xff\xff\xff\x7fhdrl'))]),
  'AVI whose index is noise': () => {
    const at = avi.lastIndexOf(ascii('idx1'));
    return overwrite(avi, at + 8, seededRandom('idx1').bytes(avi.length - at - 8));
  },
  'Ogg of endless pages': () => Buffer.concat([ogg, ...Array.from({ length: 2000 }, () => ogg.subarray(0, 28))]),
});

/** Videos and sounds whose indexes reference missing data, or whose headers are larger than their bodies. */
export const videoBombs = (wholes: ValidFiles): HostileFile[] => {
  const files = { ...mp4s(wholes), ...sounds(wholes), ...others(wholes) };
  return family('video bomb', ['ready', 'unreadable', 'too-many-pixels', 'too-long'], files);
};
