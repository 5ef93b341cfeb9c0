import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { wrapper } from './ffmpeg.ts';

const run = promisify(execFile);
const TIMEOUT_MS = 20_000;

/** Versions as the programs print them, e.g. `8.1.2`. */
export interface FfmpegVersions {
  readonly ffmpeg: string;
  readonly ffprobe: string;
}

async function versionOf(name: keyof FfmpegVersions): Promise<string> {
  const { stdout } = await run(wrapper(name), ['-version'], { timeout: TIMEOUT_MS });
  const version = /^\w+ version (\S+)/.exec(stdout)?.[1];
  if (version === undefined) throw new Error(`${name} printed no version: ${stdout.slice(0, 100)}`);
  return version;
}

/** Encodes one frame, with the wrapper's limits. */
const encode = (): Promise<unknown> =>
  run(
    wrapper('ffmpeg'),
    [
      ...['-nostdin', '-v', 'error', '-f', 'lavfi', '-i', 'color=size=64x64:duration=0.04'],
      ...['-c:v', 'libx264', '-f', 'null', '-'],
    ],
    { timeout: TIMEOUT_MS },
  );

/** The versions of ffmpeg and ffprobe; rejects with the reason if one does not run or ffmpeg cannot encode H.264. */
export async function testFfmpeg(): Promise<FfmpegVersions> {
  const versions = { ffmpeg: await versionOf('ffmpeg'), ffprobe: await versionOf('ffprobe') };
  await encode();
  return versions;
}
