import { appendFile, readFile, rm } from 'node:fs/promises';
import { ProcessingError, STRIP_COLUMNS, stripRows } from '@maru/model';
import type { SceneChange, Videos } from '../../ports/videos.ts';
import { runFfmpeg } from './ffmpeg.ts';

/** What `scdet` and `blackdetect` must find: their percentage of change, and seconds of a picture that is nearly all black. */
const MIN_CHANGE = 10;
const BLACK = 'blackdetect=d=0.4:pic_th=0.98:pix_th=0.15';
/** The picture after a black one is surely another. */
const AFTER_BLACK = 100;

/** Reads what the filters report. */
function scenesIn(report: string): SceneChange[] {
  const changes = report.matchAll(/lavfi\.scd\.score: *([\d.]+), lavfi\.scd\.time: *([\d.]+)/g);
  const blacks = report.matchAll(/black_start:[\d.]+ black_end:([\d.]+)/g);
  return [
    ...Array.from(changes, ([, score, at]) => ({ at: Number(at), score: Number(score) })),
    ...Array.from(blacks, ([, at]) => ({ at: Number(at), score: AFTER_BLACK })),
  ];
}

/** The media segments of an fMP4: what follows `ftyp` and `moov`. */
function withoutInit(chunk: Buffer): Buffer {
  let at = 0;
  while (at + 8 <= chunk.length && ['ftyp', 'moov'].includes(chunk.toString('latin1', at + 4, at + 8)))
    at += Math.max(8, chunk.readUInt32BE(at));
  return chunk.subarray(at);
}

/** Appends chunks to the first one: their timestamps are absolute and their initialization sections equal. */
async function joinChunks([first, ...others]: readonly string[]): Promise<string> {
  if (first === undefined) throw new ProcessingError('unreadable', 'no chunks');
  for (const file of others) {
    await appendFile(first, withoutInit(await readFile(file)));
    await rm(file);
  }
  return first;
}

/** See `Videos`. The `fps` filter shows at frame n the last source frame before the middle of its interval. */
export const makeStrip: Videos['makeStrip'] = async (
  chunks,
  { frames, seconds, size, findScenes, timeoutSeconds },
  folder,
) => {
  const [source, to] = [await joinChunks(chunks), `${folder}/strip.jpg`];
  const rate = `${frames * 1000}/${Math.round(seconds * 1000)}`;
  const tiles = [
    `fps=${rate}:start_time=0:eof_action=pass`,
    `trim=end_frame=${frames}`,
    `scale=${size.width}:${size.height}:out_range=pc`,
    'setsar=1',
    `tile=${STRIP_COLUMNS}x${stripRows(frames)}`,
    'format=yuvj420p',
  ].join(',');
  const jpeg = ['-frames:v', '1', '-f', 'image2', '-update', '1', '-c:v', 'mjpeg', '-q:v', '5'];
  const report = await runFfmpeg({
    inputs: [{ source, demuxer: 'mov', options: findScenes ? [] : ['-skip_frame', 'nokey'] }],
    graph: findScenes
      ? `[0:v]split[a][b];[a]scdet=threshold=${MIN_CHANGE},${BLACK}[scenes];[b]${tiles}[strip]`
      : `[0:v]${tiles}[strip]`,
    outputs: [
      ...(findScenes ? [{ file: '-', options: ['-map', '[scenes]', '-f', 'null'] }] : []),
      { file: to, options: ['-map', '[strip]', ...jpeg] },
    ],
    timeoutSeconds,
    isVerbose: findScenes,
  });
  return { image: await readFile(to), scenes: findScenes ? scenesIn(report) : [] };
};
