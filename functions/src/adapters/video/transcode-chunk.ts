import { ProcessingError, secondsOf } from '@maru/model';
import type { Videos } from '../../ports/videos.ts';
import { videoEncoder } from './encoders.ts';
import { runFfmpeg, type Output } from './ffmpeg.ts';
import { labelOf, videoGraph } from './filters.ts';
import { displayOf, hlsArguments, hlsOptions, readEncoded, segmentSeconds, singleFile } from './hls.ts';

/**
 * Where reading starts before a chunk, seconds: some containers are entered between keyframes, so it is more than a broadcast's or camcorder's group of
 * pictures.
 */
const SEEK_BACK_S = 10;
/** Elementary streams have no timestamps, so a seek would lose count: each chunk is read from the start. They are rare and short. */
const UNSEEKABLE = ['mpegvideo'];
/** From where frames are deinterlaced, seconds before the chunk: each needs its neighbours. */
const CONTEXT_S = 0.5;

/** Timestamps count from the container's first one, wherever reading starts. */
export const GRID_INPUT = ['-noaccurate_seek', '-copyts', '-start_at_zero'];
/** The chunk's timestamps continue those of the chunk before it. */
export const GRID_MOVFLAGS = '+frag_discont+negative_cts_offsets';

/**
 * See `Videos`. Which source frame a frame of the grid shows does not depend on where reading starts (`videoGraph`), and ffmpeg reads on until the chunk has
 * all its frames: so chunks join exactly.
 */
export const transcodeChunk: Videos['transcodeChunk'] = async (media, options, folder) => {
  const { video } = media.probe;
  const { variants, frameRate, rotation = 0, chunk, timeoutSeconds } = options;
  if (!video) throw new ProcessingError('unreadable', 'no video stream');
  const start = secondsOf(chunk.firstFrame, frameRate);
  const at = (name: string): { file: string; playlist: string; index: number } => ({
    file: `${folder}/${name}-${chunk.index}.mp4`,
    playlist: `${folder}/${name}-${chunk.index}.m3u8`,
    index: chunk.index,
  });
  const outputs = variants.map((variant, i): Output => {
    const { file, playlist } = at(variant.name);
    const hls = { ...hlsOptions(segmentSeconds(frameRate), GRID_MOVFLAGS), ...singleFile(file) };
    const frames = String(Math.ceil(chunk.frames / variant.frameStep));
    const encoder = videoEncoder(video, variant, frameRate, 0);
    const muxer = ['-avoid_negative_ts', 'disabled', ...hlsArguments(hls)];
    return { file: playlist, options: ['-map', labelOf(i), ...encoder, '-frames:v', frames, ...muxer] };
  });
  const from = UNSEEKABLE.includes(media.demuxer) ? 0 : Math.max(0, start - SEEK_BACK_S);
  const graph = { variants, frameRate, rotation, firstFrame: chunk.firstFrame, discardBefore: start - CONTEXT_S };
  await runFfmpeg({
    inputs: [{ source: media.file, demuxer: media.demuxer, from, options: GRID_INPUT }],
    graph: videoGraph(video, graph),
    outputs,
    timeoutSeconds,
  });
  const encoded = await Promise.all(
    variants.map((variant) => readEncoded(variant.name, at(variant.name), displayOf(variant, frameRate))),
  );
  return encoded.every((one) => one !== undefined) ? encoded : [];
};
