import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ffmpeg } from './ffmpeg.ts';

/** Creates a GIF or an APNG at ten frames per second with ffmpeg; `seed` changes its bytes. */
export async function animationOf(format: 'gif' | 'apng', frames: number, seed = 1): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'maru-animation-'));
  try {
    const output = join(folder, 'moves');
    const source = `testsrc2=size=160x120:rate=10:duration=${String(frames / 10)},hue=h=${String(seed * 40)}`;
    await ffmpeg(['-f', 'lavfi', '-i', source, '-f', format, output]);
    return await readFile(output);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Creates a GIF whose frames have one black pixel each, on a canvas of `side` pixels a side. */
export function manyFrames(frames: number, side = 8): Buffer {
  const head = Buffer.from('GIF89a\0\0\0\0\x80\0\0\0\0\0\xff\xff\xff', 'latin1');
  head.writeUInt16LE(side, 6);
  head.writeUInt16LE(side, 8);
  const frame = Buffer.from('!\xf9\x04\0\x02\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0', 'latin1');
  return Buffer.concat([head, ...Array.from({ length: frames }, () => frame), Buffer.from(';')]);
}
