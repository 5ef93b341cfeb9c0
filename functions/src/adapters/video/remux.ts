import { ProcessingError, SEGMENT_S, VIDEO_SOUND_RATE } from '@maru/model';
import type { Videos } from '../../ports/videos.ts';
import { audioEncoder } from './encoders.ts';
import { runInChunks } from './hls-chunks.ts';
import { hlsOptions } from './hls.ts';

/** See `Videos`. */
export const remux: Videos['remux'] = async (media, options, folder, onChunk) => {
  const { video, audio } = media.probe;
  if (!video?.isCopyable) throw new ProcessingError('unreadable', 'cannot be copied');
  const { name, timeoutSeconds, chunkSeconds, isPictureOnly = false } = options;
  const unpacked = media.demuxer === 'mpegts' ? ['-bsf:a', 'aac_adtstoasc'] : [];
  const copied = audio?.isCopyable ? ['-map', `0:${audio.stream}`, '-c:a', 'copy', ...unpacked] : undefined;
  const sound = audio && !isPictureOnly ? (copied ?? audioEncoder(audio, VIDEO_SOUND_RATE)) : [];
  const { width, height, frameRate } = video;
  await runInChunks(
    {
      inputs: [{ source: media.file, demuxer: media.demuxer }],
      timeoutSeconds,
      variant: { name, width, height, ...(frameRate !== undefined && { frameRate }) },
      options: [...['-map', `0:${video.stream}`, '-c:v', 'copy'], ...sound],
      hls: hlsOptions(SEGMENT_S),
      ...(chunkSeconds !== undefined && { chunkSeconds: () => chunkSeconds }),
      fromChunk: 0,
    },
    folder,
    onChunk,
  );
};
