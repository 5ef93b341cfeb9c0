import { ProcessingError } from '@maru/model';
import type { FieldOrder } from '../../ports/videos.ts';
import { runFfmpeg, type InputOptions } from './ffmpeg.ts';
import type { ProbeStream } from './ffprobe.ts';

/** Field orders as ffprobe names them: which field is coded first, and which is displayed first. */
const FLAGGED: Readonly<Record<string, FieldOrder>> = { tt: 'tff', bt: 'tff', bb: 'bff', tb: 'bff' };
/** Codecs that only code progressive pictures, or whose interlaced ones nobody records. */
const PROGRESSIVE_CODECS = ['vp8', 'vp9', 'av1', 'hevc'];
/** Lines of interlaced standards. */
const SD_LINES = [480, 486, 488, 576];
const HD_LINES = [1080, 1088];
/** Where samples are taken, as parts of the duration, and how many frames each has. */
const SAMPLES_AT = [0.15, 0.5, 0.85];
const SAMPLE_FRAMES = 30;
const TIMEOUT_S = 30;
/** With fewer frames in motion, the samples decide nothing. */
const MIN_FRAMES = 8;

/** The field order that the stream declares. DV is interlaced, bottom field first, and does not say so. */
function flaggedOrder({ field_order, codec_name }: ProbeStream): FieldOrder | undefined {
  return FLAGGED[field_order ?? ''] ?? (codec_name === 'dvvideo' ? 'bff' : undefined);
}

/** Captures of tapes are often interlaced without saying so; a phone's 1080p in a QuickTime container is not worth the time. */
function mayBeInterlaced(stream: ProbeStream, demuxer: string): boolean {
  const { codec_name = '', height = 0 } = stream;
  if (PROGRESSIVE_CODECS.includes(codec_name)) return false;
  if (flaggedOrder(stream) || SD_LINES.includes(height)) return true;
  return HD_LINES.includes(height) && !(demuxer === 'mov' && codec_name === 'h264');
}

interface Counts {
  readonly tff: number;
  readonly bff: number;
  readonly progressive: number;
  readonly undetermined: number;
}

/** Adds up what the filter `idet` found in all samples. */
function countFrames(report: string): Counts {
  const lines = [
    ...report.matchAll(/Multi frame detection: TFF: *(\d+) BFF: *(\d+) Progressive: *(\d+) Undetermined: *(\d+)/g),
  ];
  const sum = (column: number): number => lines.reduce((all, line) => all + Number(line[column]), 0);
  return { tff: sum(1), bff: sum(2), progressive: sum(3), undetermined: sum(4) };
}

/** Decides from what is declared and what was counted. A still picture looks neither progressive nor interlaced. */
export function decideOrder(flagged: FieldOrder | undefined, counts: Counts): FieldOrder | undefined {
  const { tff, bff, progressive, undetermined } = counts;
  const combed = tff + bff;
  if (combed + progressive < MIN_FRAMES) return flagged;
  const measured = tff >= bff ? 'tff' : 'bff';
  const isClear = Math.max(tff, bff) > 3 * Math.min(tff, bff);
  // Fine horizontal lines look combed in both orders.
  if (!flagged) return combed > progressive / 4 && isClear ? measured : undefined;
  if (combed === 0 && progressive > undetermined) return undefined;
  return isClear ? measured : flagged;
}

/** Returns the field order of an interlaced stream by its flags and by samples; undefined if it is progressive. */
export async function fieldOrder(
  input: InputOptions,
  stream: ProbeStream,
  seconds: number | undefined,
): Promise<FieldOrder | undefined> {
  const flagged = flaggedOrder(stream);
  if (!mayBeInterlaced(stream, input.demuxer)) return flagged;
  const inputs = SAMPLES_AT.map((part) => ({ ...input, from: part * (seconds ?? 0) }));
  const outputs = inputs.slice(0, seconds === undefined ? 1 : undefined).map((_, i) => ({
    file: '-',
    options: [
      '-map',
      `${i}:${stream.index}`,
      '-vf',
      'format=gray,idet',
      '-frames:v',
      String(SAMPLE_FRAMES),
      '-f',
      'null',
    ],
  }));
  try {
    const run = { inputs: inputs.slice(0, outputs.length), outputs, timeoutSeconds: TIMEOUT_S, isVerbose: true };
    return decideOrder(flagged, countFrames(await runFfmpeg(run)));
  } catch (error) {
    if (error instanceof ProcessingError) return flagged;
    throw error;
  }
}
