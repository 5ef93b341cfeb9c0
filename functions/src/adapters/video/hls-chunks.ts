import { appendFile, readFile, rm, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { ProcessingError, type Chunk, type StreamVariant } from '@maru/model';
import type { EncodedVariant, OnChunk } from '../../ports/videos.ts';
import { runFfmpeg, type Run } from './ffmpeg.ts';
import { codecsOf, decoderConfig } from './fmp4.ts';
import { hlsArguments, type HlsOptions } from './hls.ts';

/** How often the growing playlist is read. */
const POLL_MS = 200;
/** ffmpeg pauses when this many segments wait to be handed over, so that they do not fill the disk. */
const MAX_WAITING = 40;
/** Longer segments than this make seeking unbearable, seconds. */
const MAX_SEGMENT_S = 12.5;

/** One output whose segments become chunks while ffmpeg still runs. */
export interface ChunkedRun extends Pick<Run, 'inputs' | 'graph' | 'timeoutSeconds'> {
  readonly variant: Omit<StreamVariant, 'codecs' | 'chunks'>;
  /** Options of the output, before those of the muxer. */
  readonly options: readonly string[];
  readonly hls: HlsOptions;
  /** The chunk with this index ends with the segment that reaches so many seconds; everything is one chunk by default. */
  readonly chunkSeconds?: (index: number) => number;
  /** Index of the first chunk. */
  readonly fromChunk: number;
}

interface Segment {
  readonly file: string;
  readonly seconds: number;
}

const readSegments = async (playlist: string): Promise<Segment[]> =>
  [...(await readFile(playlist, 'utf8').catch(() => '')).matchAll(/#EXTINF:([\d.]+),[^\n]*\n(\S+)/g)].map(
    ([, seconds, file = '']) => ({ file, seconds: Number(seconds) }),
  );

/** Joins segments to the fMP4 of one chunk, and deletes them. */
async function joinSegments(
  { variant }: ChunkedRun,
  index: number,
  segments: readonly Segment[],
  folder: string,
): Promise<EncodedVariant> {
  const file = `${folder}/${variant.name}-${index}.mp4`;
  const init = await readFile(`${folder}/${variant.name}-init.mp4`);
  await writeFile(file, init);
  const ranges: Chunk['segments'][number][] = [];
  let offset = init.length;
  for (const segment of segments) {
    const bytes = await readFile(`${folder}/${segment.file}`);
    await appendFile(file, bytes);
    await rm(`${folder}/${segment.file}`);
    // For audio with a header but no data, ffmpeg writes an empty segment.
    if (bytes.length > 0) ranges.push({ offset, length: bytes.length, seconds: segment.seconds });
    offset += bytes.length;
  }
  const chunk = { index, init: { offset: 0, length: init.length }, segments: ranges };
  return { variant: { ...variant, codecs: codecsOf(init), chunks: [chunk] }, file, config: decoderConfig(init) };
}

/** Returns how many of the segments make the next chunk; undefined if they do not reach its end. */
function countOfNext(segments: readonly Segment[], chunkSeconds: number): number | undefined {
  let seconds = 0;
  for (const [i, segment] of segments.entries()) {
    seconds += segment.seconds;
    if (seconds >= chunkSeconds - 0.001) return i + 1;
  }
  return undefined;
}

/** A run of ffmpeg that can be asked whether it is over. */
class RunningFfmpeg {
  /** How it ended; undefined while it runs. */
  outcome: 'success' | { readonly error: unknown } | undefined;
  readonly ended: Promise<void>;
  #send: (signal: 'SIGSTOP' | 'SIGCONT' | 'SIGKILL') => void = () => undefined;

  constructor(run: Run) {
    this.ended = runFfmpeg({ ...run, onStart: (send) => (this.#send = send) }).then(
      () => void (this.outcome = 'success'),
      (error: unknown) => void (this.outcome = { error }),
    );
  }

  send(signal: 'SIGSTOP' | 'SIGCONT' | 'SIGKILL'): void {
    if (!this.outcome) this.#send(signal);
  }
}

/** Hands over the segments of a growing playlist, chunk by chunk. */
class Chunker {
  index: number;
  #taken = 0;
  readonly #run: ChunkedRun;
  readonly #folder: string;
  readonly #onChunk: OnChunk;

  constructor(run: ChunkedRun, folder: string, onChunk: OnChunk) {
    this.#run = run;
    this.#folder = folder;
    this.#onChunk = onChunk;
    this.index = run.fromChunk;
  }

  /** Hands over every complete chunk, and the rest if it is the last. */
  async take(ffmpeg: RunningFfmpeg, isLast: boolean): Promise<void> {
    const { variant, chunkSeconds } = this.#run;
    const segments = await readSegments(`${this.#folder}/${variant.name}.m3u8`);
    if (segments.some(({ seconds }) => seconds > MAX_SEGMENT_S))
      throw new ProcessingError('unreadable', 'keyframes are too far apart');
    const isFull = chunkSeconds !== undefined && segments.length - this.#taken > MAX_WAITING;
    if (isFull) ffmpeg.send('SIGSTOP');
    for (;;) {
      const rest = segments.slice(this.#taken);
      const count = countOfNext(rest, chunkSeconds?.(this.index) ?? Infinity) ?? (isLast ? rest.length : 0);
      if (count === 0) break;
      const chunk = await joinSegments(this.#run, this.index, rest.slice(0, count), this.#folder);
      if (chunk.variant.chunks[0]?.segments.length) await this.#onChunk(chunk);
      await rm(chunk.file, { force: true });
      this.#taken += count;
      this.index += 1;
    }
    if (isFull) ffmpeg.send('SIGCONT');
  }
}

/**
 * Runs ffmpeg with one HLS output and hands over its chunks as they become complete; the last, shorter one only if ffmpeg succeeds. Throws ProcessingError
 * if there is none, or if keyframes are too far apart.
 */
export async function runInChunks(run: ChunkedRun, folder: string, onChunk: OnChunk): Promise<void> {
  const { inputs, graph, timeoutSeconds, variant, options, hls } = run;
  const muxer = hlsArguments({
    ...hls,
    hls_playlist_type: 'event',
    hls_flags: 'independent_segments',
    hls_fmp4_init_filename: `${variant.name}-init.mp4`,
    hls_segment_filename: `${folder}/${variant.name}-segment-%d.m4s`,
  });
  const outputs = [{ file: `${folder}/${variant.name}.m3u8`, options: [...options, ...muxer] }];
  const ffmpeg = new RunningFfmpeg({ inputs, outputs, timeoutSeconds, ...(graph !== undefined && { graph }) });
  const chunker = new Chunker(run, folder, onChunk);
  try {
    for (;;) {
      await Promise.race([ffmpeg.ended, sleep(POLL_MS)]);
      const { outcome } = ffmpeg;
      await chunker.take(ffmpeg, outcome === 'success');
      if (outcome === 'success') break;
      if (outcome) throw outcome.error;
    }
  } finally {
    ffmpeg.send('SIGKILL');
    await ffmpeg.ended;
  }
  if (chunker.index === 0) throw new ProcessingError('unreadable', 'nothing could be decoded');
}
