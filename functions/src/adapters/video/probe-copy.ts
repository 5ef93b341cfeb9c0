import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runFfmpeg, type InputOptions } from './ffmpeg.ts';
import { runFfprobe, type ProbeOutput } from './ffprobe.ts';

/** Seconds that are copied, and for how long. */
const COPIED_S = 5;
const TIMEOUT_S = 60;

/**
 * Describes the first picture and the first sound by a copy of their first seconds in NUT, which holds any codec. For files on which ffprobe crashes, but
 * ffmpeg does not. Durations and the container's tags are unknown.
 */
export async function probeCopy(input: InputOptions): Promise<ProbeOutput> {
  const folder = await mkdtemp(join(tmpdir(), 'maru-probe-'));
  try {
    const file = join(folder, 'copy.nut');
    const options = ['-map', '0:v:0?', '-map', '0:a:0?', '-c', 'copy', '-t', String(COPIED_S), '-f', 'nut'];
    const run = { inputs: [input], outputs: [{ file, options }], timeoutSeconds: TIMEOUT_S, isVerbose: true };
    // `Stream #0:2 -> #0:0 (copy)`
    const mapping = [...(await runFfmpeg(run)).matchAll(/Stream #0:(\d+) -> #0:(\d+) \(copy\)/g)];
    const { streams = [] } = await runFfprobe({ source: file, demuxer: 'nut' });
    const indexOf = (copied: number): number =>
      Number(mapping.find(([, , to]) => Number(to) === copied)?.[1] ?? copied);
    return { streams: streams.map(({ duration: _, ...stream }) => ({ ...stream, index: indexOf(stream.index) })) };
  } finally {
    await rm(folder, { recursive: true });
  }
}
