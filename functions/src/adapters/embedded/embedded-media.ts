import { createReadStream, createWriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { MAX_ANIMATION_PIXELS, MAX_MOTION_FRAMES, ProcessingError } from '@maru/model';
import type { EmbeddedMedia } from '../../ports/embedded-media.ts';
import type { ImageFormat } from '../../ports/images.ts';
import { toApng } from './animated-webp.ts';
import { withReader } from './byte-reader.ts';
import { tryReadHeader } from '../image/header.ts';
import { identifierOfExif, identifierOfVideo } from './content-identifier.ts';
import { withOrientation } from './jpeg-segments.ts';
import { findMotion } from './motion.ts';
import { hasStructure, previewsOf } from './previews.ts';

/** Formats of motion photos. */
const MOTION_FORMATS = ['jpeg', 'heic', 'avif'];

/** The frame count of an animated PNG, from its `acTL` chunk, which precedes the first frame. */
const framesOfPng = (file: string): Promise<number> =>
  withReader(file, async ({ read }) => {
    const head = await read(0, 4096);
    const at = head.indexOf('acTL', 0, 'latin1');
    return at < 0 || at + 8 > head.length ? 1 : head.readUInt32BE(at + 4);
  });

/** Whether the file is an animation within the limits on frames and pixels. */
async function isAnimation(file: string, moves: NonNullable<ImageFormat['animationDemuxer']>): Promise<boolean> {
  const header = await tryReadHeader(file);
  if (!header) return false;
  const frames = moves === 'apng' ? await framesOfPng(file) : (header.pages ?? 1);
  const pixels = header.width * (header.pageHeight ?? header.height);
  return frames > 1 && frames <= MAX_MOTION_FRAMES && frames * pixels <= MAX_ANIMATION_PIXELS;
}

/** Previews, motion clips and Live Photo identifiers in photo files. */
export const embeddedMedia: EmbeddedMedia = {
  preview: (file, { format }, nth, to) =>
    withReader(file, async (bytes) => {
      if (nth === 0 && !(await hasStructure(bytes, format)))
        throw new ProcessingError('unreadable', `truncated ${format}`);
      const preview = (await previewsOf(bytes, format))[nth];
      if (!preview) return false;
      const jpeg = await preview.in.read(preview.from, preview.length);
      await writeFile(to, preview.orientation === undefined ? jpeg : withOrientation(jpeg, preview.orientation));
      return true;
    }),
  async motion(file, { format, animationDemuxer }, to) {
    if (format === 'webp')
      return animationDemuxer && (await toApng(file, to)) ? { file: to, demuxer: animationDemuxer } : undefined;
    if (animationDemuxer)
      return (await isAnimation(file, animationDemuxer)) ? { file, demuxer: animationDemuxer } : undefined;
    if (!MOTION_FORMATS.includes(format)) return undefined;
    const xmp = (await tryReadHeader(file))?.xmp?.toString('utf8');
    const part = await withReader(file, (bytes) => findMotion(bytes, format, xmp));
    if (!part) return undefined;
    const { from, length } = part;
    await pipeline(createReadStream(file, { start: from, end: from + length - 1 }), createWriteStream(to));
    return { file: to, demuxer: 'mov' };
  },
  async contentIdentifier(file, detected) {
    if (detected.kind === 'video' && detected.demuxer === 'mov') return withReader(file, identifierOfVideo);
    if (detected.kind !== 'photo' || !MOTION_FORMATS.includes(detected.format)) return undefined;
    const exif = (await tryReadHeader(file))?.exif;
    return exif && identifierOfExif(exif);
  },
};
