import { open, readFile } from 'node:fs/promises';
import { exactFrameRate, ProcessingError, segmentFrames, type StreamVariant, type Variant } from '@maru/model';
import type { EncodedVariant } from '../../ports/videos.ts';
import { codecsOf, decoderConfig, parseByteRanges } from './fmp4.ts';

/** Options of ffmpeg's HLS muxer for fMP4, as names and values. */
export type HlsOptions = Readonly<Record<string, string>>;

/** Segments of this many seconds, rounded down; the muxer starts one at the first keyframe that is not earlier. */
export const hlsOptions = (segmentSeconds: number, movflags = '+negative_cts_offsets'): HlsOptions => ({
  hls_time: (Math.floor(segmentSeconds * 1e6) / 1e6).toFixed(6),
  hls_segment_type: 'fmp4',
  // Timestamps without an edit list, which not every player applies.
  hls_segment_options: `movflags=${movflags}`,
});

/** The whole output as one file. */
export const singleFile = (file: string): HlsOptions => ({
  hls_playlist_type: 'vod',
  hls_flags: 'single_file+independent_segments',
  hls_segment_filename: file,
});

/** Length of a segment of whole groups of pictures, seconds; half a frame less, because the muxer rounds. */
export function segmentSeconds(frameRate: number): number {
  const { num, den } = exactFrameRate(frameRate);
  return ((segmentFrames(frameRate) - 0.5) * den) / num;
}

/** Options for an output of the HLS muxer alone. */
export const hlsArguments = (options: HlsOptions): string[] => [
  ...['-f', 'hls'],
  ...Object.entries(options).flatMap(([name, value]) => [`-${name}`, value]),
];

/** Escapes a value inside a specification of the tee muxer, where `'`, `\`, `|`, `:`, `[` and `]` have a meaning. */
const escaped = (value: string): string => value.replaceAll(/[\\'|:[\]=,]/g, String.raw`\$&`);

/** One output of the tee muxer: these streams to one playlist. */
export const teeOutput = (streams: string, options: HlsOptions, playlist: string): string =>
  `[f=hls:select='${escaped(streams)}':${Object.entries(options)
    .map(([name, value]) => `${name}='${escaped(value)}'`)
    .join(':')}]${playlist}`;

/** Reads an encoded single file by its playlist; its only chunk has this index. Undefined if it is empty. */
export async function readEncoded(
  name: string,
  { file, playlist, index = 0 }: { readonly file: string; readonly playlist: string; readonly index?: number },
  display: Pick<StreamVariant, 'width' | 'height' | 'frameRate'>,
): Promise<EncodedVariant | undefined> {
  const text = await readFile(playlist, 'utf8').catch(orMissing);
  const chunk = text === undefined ? undefined : parseByteRanges(text, index);
  if (!chunk) return undefined;
  const handle = await open(file);
  try {
    const { buffer } = await handle.read(Buffer.alloc(chunk.init.length), 0, chunk.init.length, chunk.init.offset);
    const variant = { name, codecs: codecsOf(buffer), ...display, chunks: [chunk] };
    return { variant, file, config: decoderConfig(buffer) };
  } finally {
    await handle.close();
  }
}

/** ffmpeg exits with 0 but writes no playlist or stream if the input has nothing to decode. */
function orMissing(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
  throw error;
}

/** Requires that something was encoded. */
export function requireEncoded<T>(encoded: T | undefined): T {
  if (encoded === undefined) throw new ProcessingError('unreadable', 'nothing could be decoded');
  return encoded;
}

/** How a variant is displayed. */
export const displayOf = (
  { width, height, frameStep }: Variant,
  frameRate: number,
): Required<Pick<StreamVariant, 'width' | 'height' | 'frameRate'>> => {
  const { num, den } = exactFrameRate(frameRate);
  return { width, height, frameRate: Math.round((1000 * num) / (den * frameStep)) / 1000 };
};
