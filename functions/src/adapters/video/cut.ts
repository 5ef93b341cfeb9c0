import type { Videos } from '../../ports/videos.ts';
import { runInChunks } from './hls-chunks.ts';
import { hlsOptions } from './hls.ts';
import { GRID_MOVFLAGS } from './transcode-chunk.ts';

/** How much later than expected a copied part may start and end, seconds: at the next keyframe, but not a group of pictures later. */
const TOLERANCE_S = 1;
/** Timestamps are exact but for rounding, seconds. */
const ROUNDING_S = 0.001;

/**
 * See `Videos`. Cuts by decoding time: in it, keyframes are at the times of the grid, and nothing before a keyframe in the file depends on it. The demuxer
 * delays the presentation of reordered pictures, so that none is earlier than its decoding time: `setts` removes that delay.
 */
export const cut: Videos['cut'] = async (file, options, folder, onChunk) => {
  const { variant, start, end, segmentSeconds, chunkSeconds, timeoutSeconds } = options;
  const isOver = (time: string, seconds: number): string => `gte(${time}*tb\\,${seconds.toFixed(6)})`;
  const length = end - start;
  const drop = `noise=drop=${isOver('(dts-startdts)', length - ROUNDING_S)}+${isOver('dts', length + TOLERANCE_S)}`;
  const timing = `setts=pts=PTS-STARTPTS+STARTDTS:dts=DTS-STARTPTS+STARTDTS`;
  await runInChunks(
    {
      inputs: [{ source: file, demuxer: 'mov', options: ['-copyts'] }],
      timeoutSeconds,
      variant,
      options: [
        ...['-map', '0', '-c', 'copy', '-ss', Math.max(0, start - ROUNDING_S).toFixed(6)],
        ...['-bsf:a', drop, '-bsf:v', `${drop},${timing}`],
        ...['-avoid_negative_ts', 'disabled'],
      ],
      hls: hlsOptions(segmentSeconds, GRID_MOVFLAGS),
      chunkSeconds: () => chunkSeconds,
      fromChunk: 0,
    },
    folder,
    onChunk,
  );
};
