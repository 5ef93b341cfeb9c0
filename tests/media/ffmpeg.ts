import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Runs ffmpeg, which overwrites its output and prints nothing but errors. Rejects if it fails. */
export const ffmpeg = (args: readonly string[], options: { readonly cwd?: string } = {}): Promise<unknown> =>
  run(process.env['MARU_FFMPEG_PATH'] ?? 'ffmpeg', ['-v', 'error', '-nostdin', '-y', ...args], options);
