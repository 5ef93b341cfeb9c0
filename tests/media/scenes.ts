import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ffmpeg } from './ffmpeg.ts';

/** Sources of ffmpeg that look different. */
const SCENES = ['testsrc2', 'smptebars', 'mandelbrot', 'rgbtestsrc'];

/** Seconds of each scene of `scenesMp4`, which are long enough for chapters together. */
export const SCENE_S = 80;

/** Creates a silent MP4 with four scenes. `seed` changes its bytes. */
export async function scenesMp4(seed: number): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'maru-scenes-'));
  try {
    const output = join(folder, 'video.mp4');
    const inputs = SCENES.flatMap((name) => [
      '-f',
      'lavfi',
      '-t',
      String(SCENE_S),
      '-i',
      `${name}=size=320x180:rate=4`,
    ]);
    const labels = SCENES.map((_, n) => `[${String(n)}:v]format=yuv420p,setsar=1[v${String(n)}]`).join(';');
    const graph = `${labels};${SCENES.map((_, n) => `[v${String(n)}]`).join('')}concat=n=${String(SCENES.length)}[v]`;
    const encoder = ['-c:v', 'libx264', '-preset', 'ultrafast', '-metadata', `comment=${String(seed)}`];
    await ffmpeg([...inputs, '-filter_complex', graph, '-map', '[v]', ...encoder, output]);
    return await readFile(output);
  } finally {
    await rm(folder, { recursive: true });
  }
}
