import { ascii, box, u32, written } from './box.ts';
import { sized } from './bombs-jpeg.ts';
import { family, type HostileFile, type ValidFiles } from './hostile-file.ts';
import { boxesOf } from './file-parts.ts';
import { png, zeros } from './png.ts';
import { directory, grey, tiff } from './tiff.ts';

/** A box's field in a file, with other bytes. */
function said(file: Buffer, name: string, at: number, bytes: Buffer, which = 0): Buffer {
  const part = boxesOf(file).filter((one) => one.name === name)[which];
  if (!part) throw new Error(`no ${name}`);
  return written(file, part.at + at, bytes);
}

/** Pictures and films whose sides or lengths are nothing. */
export const zeroSizes = ({ jpeg, webp, gif, avif, heic, mp4, wav }: ValidFiles): HostileFile[] => [
  ...family('nothing in size', ['unreadable', 'ready'], {
    'JPEG of no width': () => sized(jpeg, 0, 240),
    'JPEG of no height': () => sized(jpeg, 320, 0),
    'JPEG of neither': () => sized(jpeg, 0, 0),
    'PNG of no width': () => png({ width: 0, height: 9 }, { pixels: zeros(9) }),
    'PNG of no height': () => png({ width: 9, height: 0 }, { pixels: zeros(0) }),
    'PNG of neither': () => png({ width: 0, height: 0 }, { pixels: zeros(0) }),
    'WebP of no size': () => written(webp, webp.indexOf(ascii('VP8 ')) + 14, Buffer.alloc(4)),
    'GIF of no size': () => written(gif, 6, Buffer.alloc(4)),
    'GIF with a picture of no size': () =>
      written(gif, gif.indexOf(Buffer.from([0x2c, 0, 0, 0, 0])) + 5, Buffer.alloc(4)),
    'GIF without a picture': () => Buffer.concat([gif.subarray(0, 13), Buffer.from([0x3b])]),
    'TIFF of no width': () => tiff(directory(grey(0, 9, 200, 0))),
    'TIFF of no height': () => tiff(directory(grey(9, 0, 200, 0))),
    'TIFF without an entry': () => tiff(directory([])),
    'AVIF of no size': () => said(avif, 'ispe', 12, Buffer.alloc(8)),
    'HEIC of no size': () => said(heic, 'ispe', 12, Buffer.alloc(8)),
    'MP4 whose track has no size': () => said(mp4, 'tkhd', 84, Buffer.alloc(8)),
    'MP4 whose pictures have no size': () => said(mp4, 'stsd', 8 + 8 + 8 + 24, Buffer.alloc(4)),
    'MP4 of no length': () => said(mp4, 'mvhd', 24, Buffer.alloc(4)),
    'MP4 of no time scale': () => said(mp4, 'mvhd', 20, Buffer.alloc(4)),
    'MP4 whose track has no time scale': () => said(mp4, 'mdhd', 20, Buffer.alloc(4)),
    'MP4 without a sample': () => said(mp4, 'stsz', 16, u32(0)),
    'MP4 without a track': () => Buffer.concat([box('ftyp', ascii('isom\0\0\0\0isom')), box('moov')]),
    'WAV without a sound': () => Buffer.concat([wav.subarray(0, 40), Buffer.alloc(4)]),
    'WAV of no channel': () => written(wav, 22, Buffer.alloc(2)),
    'WAV of no rate': () => written(wav, 24, Buffer.alloc(4)),
    'WAV of no bits': () => written(wav, 34, Buffer.alloc(2)),
  }),
];
