import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { MAX_DURATION_S, peaksOf, ProcessingError } from '@maru/model';
import type { Videos } from '../../ports/videos.ts';
import { runFfmpeg } from './ffmpeg.ts';

/** Samples per second at which peaks are measured: what is above 8 kHz is quiet. */
const RATE = 16_000;
/** Windows that are measured, and their shortest length in seconds; with an unknown duration they have `UNKNOWN_S`. */
const WINDOWS = 8000;
const SHORTEST_S = 0.005;
const UNKNOWN_S = 0.1;
const KEY = 'lavfi.astats.Overall.Peak_level';

/** How much is read, in seconds: a header that announces far too little must not make windows without end. Of an MP3 it is an estimate. */
const longest = (announced = MAX_DURATION_S): number => Math.min(MAX_DURATION_S, 4 * announced + 60);

/** The amplitudes (0 to 1) that ffmpeg printed in decibels, in order. Silence is `-inf`. */
async function readAmplitudes(file: string): Promise<number[]> {
  const amplitudes: number[] = [];
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    if (!line.startsWith(KEY)) continue;
    const amplitude = 10 ** (Number.parseFloat(line.slice(KEY.length + 1)) / 20);
    amplitudes.push(Number.isFinite(amplitude) ? Math.min(1, amplitude) : 0);
  }
  return amplitudes;
}

/** See `Videos`. One pass, in the memory of one window; a long sound has longer windows. */
export const readWaveform: Videos['readWaveform'] = async (media, { timeoutSeconds }, folder) => {
  const { audio, seconds } = media.probe;
  if (!audio) throw new ProcessingError('unreadable', 'no sound');
  const window = seconds === undefined ? UNKNOWN_S : Math.max(SHORTEST_S, seconds / WINDOWS);
  const report = `${folder}/peaks.txt`;
  const filters = [
    `aresample=${RATE}`,
    `asetnsamples=n=${Math.round(window * RATE)}:p=0`,
    'astats=metadata=1:reset=1:measure_perchannel=none:measure_overall=Peak_level',
    `ametadata=mode=print:key=${KEY}:file=${report}`,
  ];
  const limits = ['-t', String(longest(seconds)), '-vn'];
  const options = ['-map', `0:${audio.stream}`, ...limits, '-af', filters.join(','), '-f', 'null'];
  const inputs = [{ source: media.file, demuxer: media.demuxer }];
  await runFfmpeg({ inputs, outputs: [{ file: '-', options }], timeoutSeconds });
  return peaksOf(await readAmplitudes(report));
};
