import { fileURLToPath } from 'node:url';
import { MAX_DURATION_S, ProcessingError } from '@maru/model';
import fluent, { type FfmpegCommand, type FfprobeData } from 'fluent-ffmpeg';

/** Wrapper scripts that limit memory, file size and CPU time. They find the programs in MARU_FFMPEG_PATH, the package or PATH. */
export const wrapper = (name: string): string => fileURLToPath(new URL(`./limits/${name}`, import.meta.url));

/** The input of an ffmpeg run: a local file, and the only demuxer allowed to read it. */
export interface InputOptions {
  readonly source: string;
  readonly demuxer: string;
}

/**
 * Confines ffmpeg to one file. Without these options a playlist named .mp4 makes it fetch URLs of an attacker's choice, and
 * `-protocol_whitelist` alone does not prevent that for http inputs (checked on 5.1). Limits one allocation to 1 GiB.
 */
export const confinementOptions = ({ demuxer }: Pick<InputOptions, 'demuxer'>): string[] => [
  ...['-protocol_whitelist', 'file'],
  ...['-format_whitelist', demuxer],
  ...['-f', demuxer],
  ...['-max_alloc', String(2 ** 30)],
];

/**
 * Classifies a failed run. A ProcessingError if the file is the cause: ffmpeg rejected it or crashed on it (it would crash again). Anything else is
 * returned as it is and retried: no ffmpeg (the shell exits with 126 or 127), no disk space, killed from outside.
 */
function toError(error: unknown, stderr: string): Error {
  const text = error instanceof Error ? error.message : String(error);
  if (/ran into a timeout|signal SIGXCPU/.test(text)) return new ProcessingError('timed-out', text);
  const isFileError = /^ff(mpeg|probe) exited with code (?!126|127)|signal SIG(XFSZ|SEGV|ABRT|BUS|FPE|ILL)/.test(text);
  if (isFileError && !stderr.includes('No space left on device'))
    return new ProcessingError('unreadable', (text + stderr).slice(-500));
  return error instanceof Error ? error : new Error(text);
}

function withWrappers(command: FfmpegCommand): FfmpegCommand {
  return command.setFfmpegPath(wrapper('ffmpeg')).setFfprobePath(wrapper('ffprobe'));
}

/** Runs ffprobe on a file; throws ProcessingError if it cannot be read. */
export function runFfprobe(input: InputOptions, options = confinementOptions(input)): Promise<FfprobeData> {
  return new Promise((resolve, reject) => {
    withWrappers(fluent(input.source)).ffprobe(0, ['-v', 'error', ...options], (error: unknown, data) => {
      if (error) reject(toError(error, ''));
      else resolve(data);
    });
  });
}

/** One output of an ffmpeg run. */
export interface Output {
  readonly file: string;
  readonly options: readonly string[];
}

/** Runs ffmpeg on one input for at most `timeoutSeconds`; throws ProcessingError if the file is the cause. */
export function runFfmpeg(
  input: InputOptions & { readonly from?: number; readonly threads?: number },
  outputs: readonly Output[],
  timeoutSeconds: number,
): Promise<void> {
  if (timeoutSeconds <= 0) throw new ProcessingError('timed-out');
  const command = withWrappers(fluent({ timeout: Math.ceil(timeoutSeconds) }));
  command
    .input(input.source)
    .inputOptions([
      ...['-nostdin', '-hide_banner', '-v', 'error'],
      ...confinementOptions(input),
      ...['-threads', '2'],
      ...(input.from === undefined ? [] : ['-ss', input.from.toFixed(3)]),
    ]);
  for (const { file, options } of outputs)
    command.output(file).outputOptions(['-t', String(MAX_DURATION_S), '-map_metadata', '-1', ...options]);
  return new Promise((resolve, reject) => {
    command
      .on('end', () => resolve())
      .on('error', (error: unknown, _stdout: unknown, stderr: unknown) =>
        reject(toError(error, typeof stderr === 'string' ? stderr : '')),
      )
      .run();
  });
}
