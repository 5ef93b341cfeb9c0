import { ascii, box, fullBox, u32, written } from './box.ts';
import { seededRandom } from './random.ts';
import { family, type HostileFile, type ValidFiles } from './hostile-file.ts';
import { boxesOf, replaced } from './file-parts.ts';

const part = (file: Buffer, name: string): { name: string; at: number; size: number } => {
  const found = boxesOf(file).find((one) => one.name === name);
  if (!found) throw new Error(`no ${name}`);
  return found;
};

const said = (file: Buffer, name: string, at: number, bytes: Buffer): Buffer =>
  written(file, part(file, name).at + at, bytes);

/** A film with its first track told again and again. What lies behind it moves: only for files whose index comes last. */
function withTracks(mov: Buffer, count: number): Buffer {
  const trak = part(mov, 'trak');
  const one = mov.subarray(trak.at, trak.at + trak.size);
  return replaced(mov, trak, Buffer.concat(Array.from({ length: count }, () => one)));
}

const nested = (type: string, depth: number): Buffer =>
  Buffer.concat(Array.from({ length: depth }, (_, i) => Buffer.concat([u32(8 * (depth - i)), ascii(type)])));

const inIndex = (mov: Buffer, ...boxes: Buffer[]): Buffer => {
  const mvhd = part(mov, 'mvhd');
  return replaced(mov, mvhd, Buffer.concat([mov.subarray(mvhd.at, mvhd.at + mvhd.size), ...boxes]));
};

const LOTS = u32(0xffffffff);

const mp4s = ({ mp4, mov }: ValidFiles): Record<string, () => Buffer> => ({
  'a thousand tracks': () => withTracks(mov, 1000),
  'twenty thousand boxes in boxes': () => inIndex(mov, nested('udta', 20_000)),
  'twenty thousand tracks in tracks': () => inIndex(mov, nested('trak', 20_000)),
  'a hundred thousand boxes': () => inIndex(mov, ...Array.from({ length: 100_000 }, () => box('free'))),
  'ten megabytes of a title': () =>
    inIndex(mov, box('udta', box('\xa9nam', Buffer.from([0xff, 0xff, 0, 0]), Buffer.alloc(10_000_000, 65)))),
  'four billion samples': () => said(mp4, 'stsz', 16, LOTS),
  'four billion chunks': () => said(mp4, 'stco', 12, LOTS),
  'four billion times': () => said(mp4, 'stts', 12, LOTS),
  'one time for four billion samples': () => said(mp4, 'stts', 12, Buffer.concat([u32(1), LOTS, u32(1)])),
  'samples that last for ever': () => said(mp4, 'stts', 12, Buffer.concat([u32(1), u32(50), LOTS])),
  'samples of 4 GB': () => said(mp4, 'stsz', 12, LOTS),
  'chunks outside of the file': () => said(mp4, 'stco', 16, LOTS),
  'chunks that are all the same': () => said(mp4, 'stco', 16, Buffer.alloc(16, 0)),
  'more samples in a chunk than there are': () => said(mp4, 'stsc', 16, Buffer.concat([u32(1), LOTS])),
  'a picture of 65,535 square': () => said(mp4, 'stsd', 48, LOTS),
  'a track of 65,535 square': () => said(mp4, 'tkhd', 84, Buffer.concat([LOTS, LOTS])),
  'a length of 136 years': () => said(mp4, 'mvhd', 24, LOTS),
  'a matrix of noise': () => said(mp4, 'tkhd', 48, seededRandom('matrix').bytes(36)),
  'an edit list of noise': () => {
    const edit = part(mp4, 'edts');
    return written(mp4, edit.at + 16, seededRandom('elst').bytes(edit.size - 16));
  },
  'a creation in the year 2040': () => said(mp4, 'mvhd', 12, LOTS),
  'a codec that nobody knows': () => said(mp4, 'stsd', 20, ascii('xxxx')),
  'a configuration of noise': () => {
    const at = mp4.indexOf(ascii('avcC'));
    return written(mp4, at + 4, seededRandom('avcC').bytes(20));
  },
  'pictures of noise': () => {
    const { at, size } = part(mp4, 'mdat');
    return written(mp4, at + 8, seededRandom('mdat').bytes(size - 8));
  },
  'boxes that are smaller than their heads': () => written(mp4, part(mp4, 'trak').at, u32(1)),
  'an index that is its own end': () => written(mp4, part(mp4, 'moov').at, u32(0)),
  'ten megabytes before its index': () =>
    Buffer.concat([
      box('ftyp', ascii('isom\0\0\0\0isom')),
      box('free', Buffer.alloc(10_000_000)),
      fullBox('mdat', 0),
      mp4,
    ]),
});

const sounds = ({ wav, mp3, flac }: ValidFiles): Record<string, () => Buffer> => ({
  'WAV of 4 GB': () => written(wav, 40, Buffer.alloc(4, 0xff)),
  'WAV of 65,535 channels': () => written(wav, 22, Buffer.alloc(2, 0xff)),
  'WAV of 4 GHz': () => written(wav, 24, Buffer.alloc(4, 0xff)),
  'WAV at one sample a second': () => written(wav, 24, Buffer.from([1, 0, 0, 0])),
  'WAV of 65,535 bits': () => written(wav, 34, Buffer.alloc(2, 0xff)),
  'WAV of a codec that nobody knows': () => written(wav, 20, Buffer.alloc(2, 0x77)),
  'MP3 with a head of 256 MB': () => Buffer.concat([ascii('ID3\x03\0\0\x7f\x7f\x7f\x7f'), mp3.subarray(10)]),
  'MP3 with a thousand heads': () =>
    Buffer.concat([...Array.from({ length: 1000 }, () => ascii('ID3\x03\0\0\0\0\0\0')), mp3]),
  'MP3 with a head that is compressed': () =>
    Buffer.concat([ascii('ID3\x03\0\xff\0\0\0\x20'), Buffer.alloc(32, 0x41), mp3]),
  'MP3 with a cover of noise': () =>
    Buffer.concat([
      ascii('ID3\x03\0\0\0\0\x10\0APIC\0\0\x07\xf6\0\0\0image/png\0\x03\0'),
      seededRandom('cover').bytes(2025),
      mp3,
    ]),
  'FLAC with a block of 16 MB': () => written(flac, 5, Buffer.alloc(3, 0xff)),
  'FLAC of noise behind its head': () => Buffer.concat([flac.subarray(0, 42), seededRandom('flac').bytes(20_000)]),
});

const others = ({ mkv, avi, ogg }: ValidFiles): Record<string, () => Buffer> => ({
  'MKV that says it has 2^56 bytes': () =>
    written(mkv, 4, Buffer.from([0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfe])),
  'MKV in MKV in MKV': () => Buffer.concat(Array.from({ length: 2000 }, () => mkv.subarray(0, 60))),
  'MKV whose body is noise': () => Buffer.concat([mkv.subarray(0, 600), seededRandom('mkv').bytes(60_000)]),
  'AVI with lists in lists': () =>
    Buffer.concat([avi.subarray(0, 12), ...Array.from({ length: 5000 }, () => ascii('LIST\xff\xff\xff\x7fhdrl'))]),
  'AVI whose index is noise': () => {
    const at = avi.lastIndexOf(ascii('idx1'));
    return written(avi, at + 8, seededRandom('idx1').bytes(avi.length - at - 8));
  },
  'Ogg of pages that never end': () => Buffer.concat([ogg, ...Array.from({ length: 2000 }, () => ogg.subarray(0, 28))]),
});

/** Films and sounds whose indexes count what is not there, and heads that are larger than their bodies. */
export const videoBombs = (wholes: ValidFiles): HostileFile[] => {
  const files = { ...mp4s(wholes), ...sounds(wholes), ...others(wholes) };
  return family('film bomb', ['ready', 'unreadable', 'too-many-pixels', 'too-long'], files);
};
