import { execFile, type ExecFileException } from 'node:child_process';
import { ProcessingError } from '@maru/model';
import { decodeText } from '../metadata/text-encoding.ts';
import { confinementOptions, toError, wrapper, type InputOptions } from './ffmpeg.ts';

/** A stream as ffprobe describes it; nothing is validated. */
export interface ProbeStream {
  readonly index: number;
  readonly codec_type?: string;
  readonly codec_name?: string;
  readonly profile?: string;
  readonly level?: number;
  readonly width?: number;
  readonly height?: number;
  readonly pix_fmt?: string;
  readonly color_transfer?: string;
  readonly field_order?: string;
  readonly sample_aspect_ratio?: string;
  readonly avg_frame_rate?: string;
  readonly r_frame_rate?: string;
  /** Absent if the container has no timestamps. */
  readonly start_time?: string;
  readonly duration?: string;
  readonly channels?: number;
  readonly sample_rate?: string;
  readonly disposition?: Readonly<Record<string, number>>;
  readonly tags?: Readonly<Record<string, string>>;
  readonly side_data_list?: readonly { readonly rotation?: number }[];
}

/** A packet: `flags` has a K if it is a keyframe, `data` is a hexadecimal dump. */
export interface ProbePacket {
  readonly pts_time?: string;
  readonly flags?: string;
  readonly data?: string;
}

/** A chapter of a container. */
export interface ProbeChapter {
  readonly start_time?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

/** ffprobe's JSON. */
export interface ProbeOutput {
  readonly streams?: readonly ProbeStream[];
  readonly format?: {
    readonly duration?: string;
    readonly bit_rate?: string;
    readonly tags?: Readonly<Record<string, string>>;
  };
  readonly packets?: readonly ProbePacket[];
  readonly chapters?: readonly ProbeChapter[];
}

const TIMEOUT_MS = 120_000;
const MAX_OUTPUT = 2 ** 26;
const HEADERS = ['-show_format', '-show_streams', '-show_chapters'];

/** Why a run failed, in the words of fluent-ffmpeg. */
function failureOf({ killed, signal, code }: ExecFileException): string {
  if (killed) return 'ffprobe ran into a timeout';
  return signal ? `ffprobe was killed with signal ${signal}` : `ffprobe exited with code ${String(code)}`;
}

/** The error of a failed run: see `toError`. A file that makes it print more than `MAX_OUTPUT` would do so again. */
const errorOf = (error: ExecFileException, stderr: string): Error =>
  error.code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER'
    ? new ProcessingError('unreadable', 'ffprobe printed too much')
    : toError(new Error(failureOf(error), { cause: error }), stderr);

/** Decodes a string whose characters are bytes: ffprobe prints tags in whatever encoding they have. */
const decoded = (_name: string, value: unknown): unknown =>
  typeof value === 'string' && /[\u0080-\u00ff]/.test(value) ? decodeText(Buffer.from(value, 'latin1')) : value;

/** Runs ffprobe; throws ProcessingError if the file cannot be read. */
export function runFfprobe(
  input: InputOptions,
  entries: readonly string[] = HEADERS,
  confinement = confinementOptions(input),
): Promise<ProbeOutput> {
  const args = ['-v', 'error', '-of', 'json=sv=ignore', ...confinement, ...entries, input.source];
  const options = { timeout: TIMEOUT_MS, maxBuffer: MAX_OUTPUT, encoding: 'latin1' } as const;
  return new Promise((resolve, reject) => {
    execFile(wrapper('ffprobe'), args, options, (error, stdout, stderr) => {
      if (error) reject(errorOf(error, stderr));
      else resolve(JSON.parse(stdout, decoded) as ProbeOutput);
    });
  });
}
