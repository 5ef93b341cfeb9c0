import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ffmpeg } from './ffmpeg.ts';

/** Options of a test video: pixels, seconds, frames per second; `seed` changes its bytes. */
export interface VideoOptions {
  width?: number;
  height?: number;
  seconds?: number;
  rate?: number;
  sound?: boolean;
  seed?: number;
}

/** Creates an MP4 (H.264, AAC) with a test pattern and a tone with ffmpeg. */
export async function mp4Of({
  width = 854,
  height = 480,
  seconds = 14,
  rate = 12,
  sound = true,
  seed = 1,
}: VideoOptions = {}): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'maru-video-'));
  try {
    const output = join(folder, 'video.mp4');
    const source = `testsrc2=size=${String(width)}x${String(height)}:rate=${String(rate)}:duration=${String(seconds)},hue=h=${String(seed * 40)}`;
    const tone = `sine=frequency=${String(220 + seed)}:duration=${String(seconds)}`;
    await ffmpeg([
      ...['-f', 'lavfi', '-i', source],
      ...(sound ? ['-f', 'lavfi', '-i', tone, '-c:a', 'aac', '-b:a', '96k'] : []),
      ...['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p'],
      ...['-metadata', 'creation_time=2021-08-15T05:00:00Z', '-movflags', '+faststart', output],
    ]);
    return await readFile(output);
  } finally {
    await rm(folder, { recursive: true });
  }
}
