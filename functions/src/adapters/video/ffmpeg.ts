import { fileURLToPath } from 'node:url';
import { ProcessingError } from '@maru/model';
import fluent from 'fluent-ffmpeg';

/** Wrapper scripts that limit memory, file size and CPU time. They find the programs in MARU_FFMPEG_PATH, the package or PATH. */
export const wrapper = (name: string): string => fileURLToPath(new URL(`./limits/${name}`, import.meta.url));

/** The input of an ffmpeg run: a local file or the URL of a server on this machine, and the only demuxer allowed to read it. */
export interface InputOptions {
  readonly source: string;
  readonly demuxer: string;
}

const LOOPBACK = 'http://127.0.0.1:';
/** A server that neither answers nor closes the connection, microseconds. */
const HTTP_TIMEOUT_US = 60_000_000;

/**
 * Confines ffmpeg to one source. Without these options a playlist named .mp4 makes it fetch URLs of an attacker's choice, and
 * `-protocol_whitelist` alone does not prevent that for http inputs (checked on 5.1). Limits one allocation to 1 GiB. A DVD's sound may start later
 * than ffmpeg usually looks; ffprobe and ffmpeg must look equally far, or they number the streams differently.
 */
export const confinementOptions = ({ source, demuxer }: InputOptions): string[] => [
  ...(source.startsWith(LOOPBACK)
    ? ['-protocol_whitelist', 'http,tcp', '-reconnect', '1', '-rw_timeout', String(HTTP_TIMEOUT_US)]
    : ['-protocol_whitelist', 'file']),
  ...['-format_whitelist', demuxer],
  ...['-f', demuxer],
  ...['-max_alloc', String(2 ** 30)],
  ...['-probesize', '10M', '-analyzeduration', '10M'],
];

/** A program was ended by a signal that tells of a fault in itself. */
export const isCrash = (error: unknown): boolean =>
  error instanceof ProcessingError && /signal SIG(SEGV|ABRT|BUS|FPE|ILL)/.test(error.message);

/**
 * Classifies a failed run. A ProcessingError if the file is the cause: ffmpeg rejected it or crashed on it (it would crash again). Anything else is
 * returned as it is and retried: no ffmpeg (the shell exits with 126 or 127), no disk space, killed from outside.
 */
export function toError(error: unknown, stderr: string): Error {
  const text = error instanceof Error ? error.message : String(error);
  if (/ran into a timeout|signal SIGXCPU/.test(text)) return new ProcessingError('timed-out', text);
  const isFileError = /^ff(mpeg|probe) exited with code (?!126|127|E)|signal SIG(XFSZ|SEGV|ABRT|BUS|FPE|ILL)/.test(
    text,
  );
  if (isFileError && !stderr.includes('No space left on device'))
    return new ProcessingError('unreadable', (text + stderr).slice(-500));
  return error instanceof Error ? error : new Error(text);
}

/** One input of an ffmpeg run. */
export interface Input extends InputOptions {
  /** Seeks to the keyframe before this time, seconds from the container's first timestamp. */
  readonly from?: number;
  /** Further options of the input. */
  readonly options?: readonly string[];
}

/** One output of an ffmpeg run. */
export interface Output {
  readonly file: string;
  readonly options: readonly string[];
}

/** What one run of ffmpeg does. */
export interface Run {
  readonly inputs: readonly Input[];
  /** A filter graph from the inputs' streams to labels that the outputs map. */
  readonly graph?: string;
  readonly outputs: readonly Output[];
  readonly timeoutSeconds: number;
  /** Receives a function that signals the running process. */
  readonly onStart?: (send: (signal: 'SIGSTOP' | 'SIGCONT' | 'SIGKILL') => void) => void;
  /** Returns what ffmpeg and its filters report, instead of errors alone. */
  readonly isVerbose?: boolean;
}

/** Some containers cannot be read at -ss 0. */
const seek = ({ from = 0 }: Input): string[] => (from > 0 ? ['-ss', from.toFixed(6)] : []);

/** Runs ffmpeg and returns the end of its stderr; throws ProcessingError if a file is the cause. */
export function runFfmpeg({ inputs, graph, outputs, timeoutSeconds, isVerbose, onStart }: Run): Promise<string> {
  if (timeoutSeconds <= 0) throw new ProcessingError('timed-out');
  const command = fluent({ timeout: Math.ceil(timeoutSeconds) }).setFfmpegPath(wrapper('ffmpeg'));
  for (const input of inputs)
    command
      .input(input.source)
      .inputOptions([
        ...['-nostdin', '-hide_banner', '-nostats', '-v', isVerbose ? 'info' : 'error'],
        ...confinementOptions(input),
        ...['-threads', '2'],
        ...(input.options ?? []),
        ...seek(input),
      ]);
  if (graph !== undefined) command.complexFilter(graph);
  for (const { file, options } of outputs)
    command.output(file).outputOptions(['-map_metadata', '-1', '-max_muxing_queue_size', '4096', ...options]);
  return new Promise((resolve, reject) => {
    command
      .on('start', () => onStart?.((signal) => command.kill(signal)))
      .on('end', (_stdout: unknown, stderr: unknown) => resolve(typeof stderr === 'string' ? stderr : ''))
      .on('error', (error: unknown, _stdout: unknown, stderr: unknown) => {
        // After its timeout, fluent-ffmpeg only asks ffmpeg to end.
        command.kill('SIGKILL');
        reject(toError(error, typeof stderr === 'string' ? stderr : ''));
      })
      .run();
  });
}
