import { createReadStream, createWriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { MAX_ANIMATION_PIXELS, MAX_MOTION_FRAMES, ProcessingError } from '@maru/model';
import type { Inside } from '../../ports/embedded-media.ts';
import type { PictureFormat } from '../../ports/images.ts';
import { withBytes } from './byte-reader.ts';
import { readableHeaderOf } from '../image/header.ts';
import { identifierOfExif, identifierOfFilm } from './content-identifier.ts';
import { turnedJpeg } from './jpeg-segments.ts';
import { motionIn } from './motion.ts';
import { isWhole, previewsOf } from './previews.ts';

/** Formats that motion photos come in. */
const MOTION = ['jpeg', 'heic', 'avif'];

/** An animated PNG says how many frames it has in its chunk `acTL`, which is before its first picture. */
const framesOfPng = (file: string): Promise<number> =>
  withBytes(file, async ({ read }) => {
    const head = await read(0, 4096);
    const at = head.indexOf('acTL', 0, 'latin1');
    return at < 0 || at + 8 > head.length ? 1 : head.readUInt32BE(at + 4);
  });

/** Whether a file that may be an animation is one, and not too much of it. */
async function isAnimation(file: string, moves: NonNullable<PictureFormat['moves']>): Promise<boolean> {
  const header = await readableHeaderOf(file);
  if (!header) return false;
  const frames = moves === 'apng' ? await framesOfPng(file) : (header.pages ?? 1);
  const pixels = header.width * (header.pageHeight ?? header.height);
  return frames > 1 && frames <= MAX_MOTION_FRAMES && frames * pixels <= MAX_ANIMATION_PIXELS;
}

/** What lies in photos besides their picture. */
export const inside: Inside = {
  preview: (file, { format }, nth, to) =>
    withBytes(file, async (bytes) => {
      if (nth === 0 && !(await isWhole(bytes, format)))
        throw new ProcessingError('unreadable', `only the beginning of ${format}`);
      const preview = (await previewsOf(bytes, format))[nth];
      if (!preview) return false;
      const jpeg = await preview.in.read(preview.from, preview.length);
      await writeFile(to, preview.orientation === undefined ? jpeg : turnedJpeg(jpeg, preview.orientation));
      return true;
    }),
  async moment(file, { format, moves }, to) {
    if (moves) return (await isAnimation(file, moves)) ? { file, demuxer: moves } : undefined;
    if (!MOTION.includes(format)) return undefined;
    const xmp = (await readableHeaderOf(file))?.xmp?.toString('utf8');
    const part = await withBytes(file, (bytes) => motionIn(bytes, format, xmp));
    if (!part) return undefined;
    const { from, length } = part;
    await pipeline(createReadStream(file, { start: from, end: from + length - 1 }), createWriteStream(to));
    return { file: to, demuxer: 'mov' };
  },
  async identifier(file, sniffed) {
    if (sniffed.kind === 'video' && sniffed.demuxer === 'mov') return withBytes(file, identifierOfFilm);
    if (sniffed.kind !== 'photo' || !MOTION.includes(sniffed.format)) return undefined;
    const exif = (await readableHeaderOf(file))?.exif;
    return exif && identifierOfExif(exif);
  },
};
