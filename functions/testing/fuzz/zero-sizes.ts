import { ascii, box, u32, overwrite } from './formats/box.ts';
import { sized } from './bombs/jpeg.ts';
import { family, type HostileFile, type ValidFiles } from './hostile-file.ts';
import { withField } from './formats/file-parts.ts';
import { png, zeros } from './formats/png.ts';
import { directory, grey, tiff } from './formats/tiff.ts';

/** Images and videos with zero sizes or durations. */
export const zeroSizes = ({ jpeg, webp, gif, avif, heic, mp4, wav }: ValidFiles): HostileFile[] => [
  ...family('zero size', ['unreadable', 'ready'], {
    'JPEG of zero width': () => sized(jpeg, 0, 240),
    'JPEG of zero height': () => sized(jpeg, 320, 0),
    'JPEG of zero width and height': () => sized(jpeg, 0, 0),
    'PNG of zero width': () => png({ width: 0, height: 9 }, { pixels: zeros(9) }),
    'PNG of zero height': () => png({ width: 9, height: 0 }, { pixels: zeros(0) }),
    'PNG of zero width and height': () => png({ width: 0, height: 0 }, { pixels: zeros(0) }),
    'WebP of zero size': () => overwrite(webp, webp.indexOf(ascii('VP8 ')) + 14, Buffer.alloc(4)),
    'GIF of zero size': () => overwrite(gif, 6, Buffer.alloc(4)),
    'GIF with an image of zero size': () =>
      overwrite(gif, gif.indexOf(Buffer.from([0x2c, 0, 0, 0, 0])) + 5, Buffer.alloc(4)),
    'GIF without an image': () => Buffer.concat([gif.subarray(0, 13), Buffer.from([0x3b])]),
    'TIFF of zero width': () => tiff(directory(grey(0, 9, 200, 0))),
    'TIFF of zero height': () => tiff(directory(grey(9, 0, 200, 0))),
    'TIFF without entries': () => tiff(directory([])),
    'AVIF of zero size': () => withField(avif, 'ispe', 12, Buffer.alloc(8)),
    'HEIC of zero size': () => withField(heic, 'ispe', 12, Buffer.alloc(8)),
    'MP4 whose track has zero size': () => withField(mp4, 'tkhd', 84, Buffer.alloc(8)),
    'MP4 whose images have zero size': () => withField(mp4, 'stsd', 8 + 8 + 8 + 24, Buffer.alloc(4)),
    'MP4 of zero length': () => withField(mp4, 'mvhd', 24, Buffer.alloc(4)),
    'MP4 of zero time scale': () => withField(mp4, 'mvhd', 20, Buffer.alloc(4)),
    'MP4 whose track has zero time scale': () => withField(mp4, 'mdhd', 20, Buffer.alloc(4)),
    'MP4 without a sample': () => withField(mp4, 'stsz', 16, u32(0)),
    'MP4 without a track': () => Buffer.concat([box('ftyp', ascii('isom\0\0\0\0isom')), box('moov')]),
    'WAV without samples': () => Buffer.concat([wav.subarray(0, 40), Buffer.alloc(4)]),
    'WAV of zero channels': () => overwrite(wav, 22, Buffer.alloc(2)),
    'WAV of zero rate': () => overwrite(wav, 24, Buffer.alloc(4)),
    'WAV of zero bits': () => overwrite(wav, 34, Buffer.alloc(2)),
  }),
];
