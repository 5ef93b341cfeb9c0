import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ffmpeg } from './ffmpeg.ts';

/** The variants by lines, and their bits per second. The smallest has less than 220 kbit/s with its sound. */
const RATES = { 240: 110_000, 360: 350_000, 480: 700_000 } as const;
const SOUND_RATE = 64_000;
const FPS = 8;

/** A stream as functions store it while and after it is processed: picture-only variants and their sound, one file each. */
export interface Ladder {
  /** By name: `240-0.mp4`, `sound-0.mp4`. */
  readonly chunks: ReadonlyMap<string, Buffer>;
  /** By name; URIs are names of chunks and playlists. */
  readonly playlists: ReadonlyMap<string, string>;
}

const output = (name: string, options: readonly string[]): string[] => [
  ...options,
  ...['-f', 'hls', '-hls_time', '6', '-hls_playlist_type', 'vod', '-hls_segment_type', 'fmp4'],
  ...['-hls_flags', 'single_file', '-hls_segment_filename', `${name}-0.mp4`, `${name}.m3u8`],
];

const picture = (lines: number, rate: number): string[] => [
  ...['-map', '0:v', '-vf', `scale=-2:${String(lines)}`],
  ...['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p'],
  ...['-b:v', String(rate), '-maxrate', String(rate), '-bufsize', String(rate), '-g', String(2 * FPS)],
];

const master = (): string =>
  [
    '#EXTM3U',
    '#EXT-X-VERSION:7',
    '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="sound",NAME="sound",DEFAULT=YES,AUTOSELECT=YES,URI="sound.m3u8"',
    ...Object.entries(RATES)
      .reverse()
      .flatMap(([lines, rate]) => {
        const width = 2 * Math.round((Number(lines) * 8) / 9);
        const bandwidth = Math.round(1.1 * (rate + SOUND_RATE));
        return [
          `#EXT-X-STREAM-INF:BANDWIDTH=${String(bandwidth)},RESOLUTION=${String(width)}x${lines},FRAME-RATE=${String(FPS)},CODECS="avc1.42c01e,mp4a.40.2",AUDIO="sound"`,
          `${lines}.m3u8`,
        ];
      }),
    '',
  ].join('\n');

/** How much of the picture is encoded, and then repeated: five segments. */
const ENCODED_S = 30;

/** Creates a ladder of moving noise, which uses the bits that it may, and a tone. The length is a multiple of `ENCODED_S`. */
export async function ladderOf(seconds: number): Promise<Ladder> {
  const folder = await mkdtemp(join(tmpdir(), 'maru-ladder-'));
  try {
    const source = `testsrc2=size=854x480:rate=${String(FPS)}:duration=${String(ENCODED_S)},noise=alls=20:allf=t`;
    const variants = Object.entries(RATES);
    const encoded = variants.flatMap(([lines, rate]) => [...picture(Number(lines), rate), `${lines}.mov`]);
    await ffmpeg(['-f', 'lavfi', '-i', source, ...encoded], { cwd: folder });
    const repeats = String(seconds / ENCODED_S - 1);
    for (const [lines] of variants)
      await ffmpeg(['-stream_loop', repeats, '-i', `${lines}.mov`, ...output(lines, ['-c', 'copy'])], { cwd: folder });
    const tone = ['-f', 'lavfi', '-i', `sine=frequency=330:duration=${String(seconds)}`];
    await ffmpeg([...tone, ...output('sound', ['-c:a', 'aac', '-b:a', String(SOUND_RATE)])], { cwd: folder });
    const names = await readdir(folder);
    const read = (name: string): Promise<Buffer> => readFile(join(folder, name));
    const chunks = new Map<string, Buffer>();
    const playlists = new Map([['master.m3u8', master()]]);
    for (const name of names)
      if (name.endsWith('.mp4')) chunks.set(name, await read(name));
      else if (name.endsWith('.m3u8')) playlists.set(name, (await read(name)).toString('utf8'));
    return { chunks, playlists };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** A playlist while its stream is processed: the first `segments` segments, and more may come. */
export function growing(playlist: string, segments: number): string {
  const lines = playlist
    .replace('PLAYLIST-TYPE:VOD', 'PLAYLIST-TYPE:EVENT')
    .replace('#EXT-X-ENDLIST\n', '')
    .split('\n');
  let seen = 0;
  const end = lines.findIndex((line) => line.startsWith('#EXTINF') && (seen += 1) > segments);
  return (end < 0 ? lines : [...lines.slice(0, end), '']).join('\n');
}
