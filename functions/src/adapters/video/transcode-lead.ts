import { ProcessingError, SOUND_CHUNK_S } from '@maru/model';
import type { Videos } from '../../ports/videos.ts';
import { videoEncoder } from './encoders.ts';
import { labelOf, videoGraph } from './filters.ts';
import { runInChunks } from './hls-chunks.ts';
import { displayOf, hlsOptions, segmentSeconds } from './hls.ts';
import { GRID_INPUT, GRID_MOVFLAGS } from './transcode-chunk.ts';

/** The first chunks, seconds: the first is there soon, and the next is before a player has played it. */
const FIRST_CHUNKS_S = [12, 24];

/** See `Videos`. */
export const transcodeLead: Videos['transcodeLead'] = async (media, options, folder, onChunk) => {
  const { video } = media.probe;
  if (!video) throw new ProcessingError('unreadable', 'no video stream');
  const { variant, frameRate, timeoutSeconds } = options;
  await runInChunks(
    {
      inputs: [{ source: media.file, demuxer: media.demuxer, options: GRID_INPUT }],
      graph: videoGraph(video, { variants: [variant], frameRate }),
      timeoutSeconds,
      variant: { name: variant.name, ...displayOf(variant, frameRate) },
      options: ['-map', labelOf(0), ...videoEncoder(video, variant, frameRate, 0), '-avoid_negative_ts', 'disabled'],
      hls: hlsOptions(segmentSeconds(frameRate), GRID_MOVFLAGS),
      chunkSeconds: (index) => FIRST_CHUNKS_S[index] ?? SOUND_CHUNK_S,
      fromChunk: 0,
    },
    folder,
    onChunk,
  );
};
