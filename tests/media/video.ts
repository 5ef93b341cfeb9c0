import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** How a test film is to be: pixels, seconds, frames a second. `seed` makes two films differ in their bytes. */
export interface VideoOptions {
  width?: number;
  height?: number;
  seconds?: number;
  rate?: number;
  sound?: boolean;
  seed?: number;
}

/** An MP4 (H.264, AAC) of a moving test picture with a tone, made by ffmpeg. */
export async function mp4Of({
  width = 854,
  height = 480,
  seconds = 14,
  rate = 24,
  sound = true,
  seed = 1,
}: VideoOptions = {}): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'maru-film-'));
  try {
    const to = join(folder, 'film.mp4');
    const picture = `testsrc2=size=${String(width)}x${String(height)}:rate=${String(rate)}:duration=${String(seconds)},hue=h=${String(seed * 40)}`;
    const tone = `sine=frequency=${String(220 + seed)}:duration=${String(seconds)}`;
    await run(process.env['MARU_FFMPEG_PATH'] ?? 'ffmpeg', [
      ...['-v', 'error', '-f', 'lavfi', '-i', picture],
      ...(sound ? ['-f', 'lavfi', '-i', tone, '-c:a', 'aac', '-b:a', '96k'] : []),
      ...[
        '-c:v',
        'libx264',
        '-preset',
        'ultrafast',
        '-pix_fmt',
        'yuv420p',
        '-metadata',
        'creation_time=2021-08-15T05:00:00Z',
        '-movflags',
        '+faststart',
        to,
      ],
    ]);
    return await readFile(to);
  } finally {
    await rm(folder, { recursive: true });
  }
}
