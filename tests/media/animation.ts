import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A GIF or an animated PNG of so many frames, ten a second, made by ffmpeg. `seed` makes two differ in their bytes. */
export async function animationOf(format: 'gif' | 'apng', frames: number, seed = 1): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'maru-animation-'));
  try {
    const to = join(folder, 'moves');
    const picture = `testsrc2=size=160x120:rate=10:duration=${String(frames / 10)},hue=h=${String(seed * 40)}`;
    const wish = ['-v', 'error', '-f', 'lavfi', '-i', picture, '-f', format, to];
    await run(process.env['MARU_FFMPEG_PATH'] ?? 'ffmpeg', wish);
    return await readFile(to);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** A GIF of as many frames as one likes, each of one black pixel in a picture of `side` pixels a side. */
export function manyFrames(frames: number, side = 8): Buffer {
  const head = Buffer.from('GIF89a\0\0\0\0\x80\0\0\0\0\0\xff\xff\xff', 'latin1');
  head.writeUInt16LE(side, 6);
  head.writeUInt16LE(side, 8);
  const frame = Buffer.from('!\xf9\x04\0\x02\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0', 'latin1');
  return Buffer.concat([head, ...Array.from({ length: frames }, () => frame), Buffer.from(';')]);
}
