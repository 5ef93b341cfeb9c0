import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ffmpeg } from './ffmpeg.ts';

/** What to put into a song. */
export interface SongOptions {
  readonly seconds: number;
  /** `title`, `artist`, `album`, `track`, `disc`, `date`. */
  readonly tags?: Readonly<Record<string, string>>;
  /** The side of a square cover in pixels; none by default. */
  readonly cover?: number;
}

/** Creates an MP3 that swells and fades: random in pitch, so that each is another file. */
export async function songOf({ seconds, tags = {}, cover }: SongOptions): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'maru-song-'));
  try {
    const file = join(folder, 'song.mp3');
    const pitch = 200 + Math.random() * 400;
    const sound = `aevalsrc='(0.1+0.4*abs(sin(t))*abs(sin(5*t)))*sin(2*PI*${String(pitch)}*t)':s=44100:d=${String(seconds)}`;
    const picture = cover === undefined ? [] : ['-f', 'lavfi', '-i', `mandelbrot=size=${cover}x${cover}:rate=1`];
    const attached = [
      '-map',
      '0',
      '-map',
      '1',
      '-c:v',
      'mjpeg',
      '-t',
      String(seconds),
      '-disposition:v',
      'attached_pic',
    ];
    const metadata = Object.entries(tags).flatMap(([name, value]) => ['-metadata', `${name}=${value}`]);
    const map = cover === undefined ? [] : attached;
    await ffmpeg(['-f', 'lavfi', '-i', sound, ...picture, ...map, ...metadata, '-c:a', 'libmp3lame', file]);
    return await readFile(file);
  } finally {
    await rm(folder, { recursive: true });
  }
}
