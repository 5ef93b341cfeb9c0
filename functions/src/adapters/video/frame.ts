import { stat } from 'node:fs/promises';
import { ProcessingError } from '@maru/model';
import type { Videos } from '../../ports/videos.ts';
import { deinterlaceFilters, scaleFilters } from './filters.ts';
import { runFfmpeg } from './ffmpeg.ts';

/** Percent of pixels below this luma (0 to 255) that make a frame black. */
const BLACK = 'blackframe=amount=98:threshold=40';

const isWritten = (file: string): Promise<boolean> =>
  stat(file).then(
    ({ size }) => size > 0,
    () => false,
  );

/** See `Videos`. */
export const extractFrame: Videos['extractFrame'] = async (media, { at, size, timeoutSeconds }, to) => {
  const { video } = media.probe;
  if (!video) throw new ProcessingError('unreadable', 'no video stream');
  // `thumbnail` picks the most representative of 24 frames: the first one is often black. It buffers them all, so scale first:
  // 24 frames of 8K take 1 GB (measured).
  const filters = [
    ...deinterlaceFilters(video, 'send_frame'),
    ...scaleFilters(size, video.isHdr),
    ...['format=yuv420p', 'thumbnail=24', BLACK],
  ];
  const options = [
    ...['-map', `0:${video.stream}`, '-vf', filters.join(',')],
    ...['-frames:v', '1', '-f', 'image2', '-c:v', 'png'],
  ];
  const frame = async (from: number): Promise<'black' | 'good' | 'none'> => {
    const inputs = [{ source: media.file, demuxer: media.demuxer, from }];
    const report = await runFfmpeg({ inputs, outputs: [{ file: to, options }], timeoutSeconds, isVerbose: true });
    if (!(await isWritten(to))) return 'none';
    return report.includes('pblack:') ? 'black' : 'good';
  };
  for (const from of at) if ((await frame(from)) === 'good') return;
  // All of them are black, or the container announces more than it has: the first frame will do.
  if ((await frame(0)) === 'none') throw new ProcessingError('unreadable', 'no frame could be decoded');
};
