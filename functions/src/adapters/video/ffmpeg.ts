import { fileURLToPath } from 'node:url';
import { MAX_DURATION_S, ProcessingError } from '@maru/model';
import fluent, { type FfmpegCommand, type FfprobeData } from 'fluent-ffmpeg';

const at = (name: string): string => fileURLToPath(new URL(`./limits/${name}`, import.meta.url));

/** How one run of ffmpeg reads its input: by this demuxer and no other, from files and nothing else. */
export interface Reading {
  readonly source: string;
  readonly demuxer: string;
}

/**
 * What holds ffmpeg to one file. Without it a playlist that is named .mp4 makes it fetch URLs of an attacker's choice, and
 * `-protocol_whitelist` alone does not stop that for http inputs (checked on 5.1). One allocation is at most 1 GiB.
 */
export const held = ({ demuxer }: Pick<Reading, 'demuxer'>): string[] => [
  ...['-protocol_whitelist', 'file'],
  ...['-format_whitelist', demuxer],
  ...['-f', demuxer],
  ...['-max_alloc', String(2 ** 30)],
];

/**
 * Who is to blame for a run that failed. A file, when ffmpeg itself gave up on it; the machine, when there is no ffmpeg (the
 * shell ends with 126 or 127), no space, or somebody killed it: that is thrown as it came, and tried again. What ffmpeg
 * crashes of is to blame, too: it would crash again.
 */
function blame(error: unknown, stderr: string): Error {
  const text = error instanceof Error ? error.message : String(error);
  if (/ran into a timeout|signal SIGXCPU/.test(text)) return new ProcessingError('took-too-long', text);
  const hasGivenUp = /^ff(mpeg|probe) exited with code (?!126|127)|signal SIG(XFSZ|SEGV|ABRT|BUS|FPE|ILL)/.test(text);
  if (hasGivenUp && !stderr.includes('No space left on device'))
    return new ProcessingError('unreadable', (text + stderr).slice(-500));
  return error instanceof Error ? error : new Error(text);
}

function prepared(command: FfmpegCommand): FfmpegCommand {
  return command.setFfmpegPath(at('ffmpeg')).setFfprobePath(at('ffprobe'));
}

/** What ffprobe finds in a file; throws Refusal where it cannot be read. */
export function probed(reading: Reading, options = held(reading)): Promise<FfprobeData> {
  return new Promise((resolve, reject) => {
    prepared(fluent(reading.source)).ffprobe(0, ['-v', 'error', ...options], (error: unknown, data) => {
      if (error) reject(blame(error, ''));
      else resolve(data);
    });
  });
}

/** One output of a run. */
export interface Output {
  readonly file: string;
  readonly options: readonly string[];
}

/** Runs ffmpeg over one input with some outputs, for at most `seconds`; throws Refusal where the file is to blame. */
export function encoded(
  reading: Reading & { readonly from?: number; readonly threads?: number },
  outputs: readonly Output[],
  seconds: number,
): Promise<void> {
  if (seconds <= 0) throw new ProcessingError('took-too-long');
  const command = prepared(fluent({ timeout: Math.ceil(seconds) }));
  command
    .input(reading.source)
    .inputOptions([
      ...['-nostdin', '-hide_banner', '-v', 'error'],
      ...held(reading),
      ...['-threads', '2'],
      ...(reading.from === undefined ? [] : ['-ss', reading.from.toFixed(3)]),
    ]);
  for (const { file, options } of outputs)
    command.output(file).outputOptions(['-t', String(MAX_DURATION_S), '-map_metadata', '-1', ...options]);
  return new Promise((resolve, reject) => {
    command
      .on('end', () => resolve())
      .on('error', (error: unknown, _stdout: unknown, stderr: unknown) =>
        reject(blame(error, typeof stderr === 'string' ? stderr : '')),
      )
      .run();
  });
}
