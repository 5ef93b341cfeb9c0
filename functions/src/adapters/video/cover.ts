import { HEAD_BYTES, ProcessingError } from '@maru/model';
import type { Videos } from '../../ports/videos.ts';
import { withReader } from '../embedded/byte-reader.ts';
import { runFfmpeg } from './ffmpeg.ts';

/** See `Videos`. The picture is copied, not decoded: what it is, its own bytes tell. */
export const extractCover: Videos['extractCover'] = async (media, { timeoutSeconds }, to) => {
  const { cover } = media.probe;
  if (cover === undefined) throw new ProcessingError('unreadable', 'no cover');
  const options = ['-map', `0:${cover}`, '-c', 'copy', '-frames:v', '1', '-f', 'image2', '-update', '1'];
  const inputs = [{ source: media.file, demuxer: media.demuxer }];
  await runFfmpeg({ inputs, outputs: [{ file: to, options }], timeoutSeconds });
  return withReader(to, ({ read }) => read(0, HEAD_BYTES));
};
