import { ProcessingError, VIDEO_SOUND_RATE } from '@maru/model';
import type { Videos } from '../../ports/videos.ts';
import { audioEncoder, SAMPLE_RATE } from './encoders.ts';
import { runInChunks } from './hls-chunks.ts';
import { hlsOptions } from './hls.ts';
import { GRID_INPUT } from './transcode-chunk.ts';

/** Samples of an AAC frame. */
const FRAME_SAMPLES = 1024;
/** A segment is about 6 s of whole frames. */
const SEGMENT_FRAMES = 281;
const CHUNK_SEGMENTS = 10;
const CHUNK_FRAMES = SEGMENT_FRAMES * CHUNK_SEGMENTS;
const secondsOfFrames = (frames: number): number => (frames * FRAME_SAMPLES) / SAMPLE_RATE;
/** Frames that a resumed encoder writes before the chunk and that are dropped: its rate control settles within about nine seconds. */
const PREROLL_FRAMES = 2 * SEGMENT_FRAMES;
/** Where reading starts before a chunk, seconds, and from where sound is resampled. */
const SEEK_BACK_S = 10;
const CONTEXT_S = 1;

/** Frame n of the stream starts at sample n * 1,024 of the source's time; the encoder's own first frame lies one before its input. */
export const transcodeSound: Videos['transcodeSound'] = async (media, options, folder, onChunk) => {
  const { audio } = media.probe;
  if (!audio) throw new ProcessingError('unreadable', 'no sound');
  const { timeoutSeconds, fromChunk = 0 } = options;
  const preroll = fromChunk === 0 ? 0 : PREROLL_FRAMES;
  const firstFrame = fromChunk * CHUNK_FRAMES - preroll;
  const start = secondsOfFrames(firstFrame);
  const encoder = audioEncoder(audio, VIDEO_SOUND_RATE, {
    firstSample: (firstFrame + 1) * FRAME_SAMPLES,
    discardBefore: start - CONTEXT_S,
  });
  await runInChunks(
    {
      inputs: [
        {
          source: media.file,
          demuxer: media.demuxer,
          from: Math.max(0, start - SEEK_BACK_S),
          options: [...GRID_INPUT, '-vn'],
        },
      ],
      timeoutSeconds,
      variant: { name: 'sound' },
      options: [
        ...encoder,
        ...(preroll > 0 ? ['-bsf:a', `noise=drop=lt(n\\,${preroll})`] : []),
        ...['-avoid_negative_ts', 'disabled'],
      ],
      hls: hlsOptions(secondsOfFrames(SEGMENT_FRAMES), '+frag_discont'),
      chunkSeconds: () => secondsOfFrames(CHUNK_FRAMES),
      fromChunk,
    },
    folder,
    onChunk,
  );
};
