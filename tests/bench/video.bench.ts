import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { planFile, remuxFile, transcodeInChunks, type PlannedVideo } from '../../functions/testing/bench-streams.ts';
import { elapsed, startTimer } from '../../functions/testing/timing.ts';
import { median } from './median.ts';

const run = promisify(execFile);
/** At our own low priority, so that other load affects all alike. */
const ffmpeg = (...args: string[]): Promise<unknown> =>
  run('nice', ['-n', '5', process.env['MARU_FFMPEG_PATH'] ?? 'ffmpeg', '-v', 'error', '-nostdin', '-y', ...args]);

const SECONDS = 180;
const ROUNDS = 3;
/** Seconds of the phone's video that is copied. */
const PHONE_S = 600;

/** A pattern in motion with grain, so that every frame has detail everywhere, and a tone. */
const scene = (size: string, rate: string, seconds: number): string[] => [
  ...['-f', 'lavfi', '-i', `testsrc2=size=${size}:rate=${rate}:duration=${String(seconds)},noise=alls=6:allf=t`],
  ...['-f', 'lavfi', '-i', `sine=frequency=330:duration=${String(seconds)}`],
];

/** A 480i tape in MPEG-2, as a DVD recorder writes it. */
async function tapeFile(folder: string, seconds: number): Promise<string> {
  const file = join(folder, 'tape.mpg');
  const interlaced = ['-vf', 'tinterlace=interleave_top,setfield=tff', '-flags', '+ildct+ilme'];
  const codecs = ['-c:v', 'mpeg2video', '-b:v', '8M', '-g', '15', '-bf', '2', '-c:a', 'ac3', '-ar', '48000'];
  const aspect = ['-bsf:v', 'mpeg2_metadata=display_aspect_ratio=4/3'];
  await ffmpeg(...scene('720x480', '60000/1001', seconds), ...interlaced, ...codecs, ...aspect, '-f', 'vob', file);
  return file;
}

/** A phone's 720p: a minute in H.264 and AAC, repeated. */
async function phoneFile(folder: string, seconds: number): Promise<string> {
  const [once, file] = [join(folder, 'minute.mp4'), join(folder, 'phone.mp4')];
  const part = Math.min(60, seconds);
  const codecs = ['-c:v', 'libx264', '-preset', 'ultrafast', '-b:v', '10M', '-g', '30', '-pix_fmt', 'yuv420p'];
  await ffmpeg(...scene('1280x720', '30', part), ...codecs, '-c:a', 'aac', once);
  await ffmpeg('-stream_loop', String(Math.ceil(seconds / part) - 1), '-i', once, '-c', 'copy', file);
  return file;
}

const x264 = (bitRate: number, gop: number, i = 0): string[] => [
  ...[`-c:v:${String(i)}`, 'libx264', `-preset:v:${String(i)}`, 'veryfast', `-crf:v:${String(i)}`, '23'],
  ...[`-maxrate:v:${String(i)}`, String(bitRate), `-bufsize:v:${String(i)}`, String(2 * bitRate)],
  ...[`-g:v:${String(i)}`, String(gop), `-sc_threshold:v:${String(i)}`, '0', `-profile:v:${String(i)}`, 'high'],
];
const AAC = ['-c:a', 'aac', '-b:a', '96k', '-ac', '2'];
const DEINTERLACE = 'bwdif=mode=send_field,format=yuv420p';

/** One pass of ffmpeg for the same variants, each into an MP4 file, and the sound once. */
async function bare({ media, variants, frameRate }: PlannedVideo, folder: string): Promise<void> {
  const split = `[0:v]${DEINTERLACE},split=${String(variants.length)}${variants.map((_, i) => `[s${String(i)}]`).join('')}`;
  const scaled = variants.map(
    ({ width, height, frameStep }, i) =>
      `[s${String(i)}]framestep=${String(frameStep)},scale=${String(width)}:${String(height)},setsar=1[v${String(i)}]`,
  );
  const outputs = variants.flatMap(({ name, bitRate, frameStep }, i) => [
    ...['-map', `[v${String(i)}]`, ...x264(bitRate, Math.round((2 * frameRate) / frameStep))],
    join(folder, `${name}.mp4`),
  ]);
  const graph = [split, ...scaled].join(';');
  const sound = ['-map', '0:a', ...AAC, join(folder, 'sound.m4a')];
  await ffmpeg('-i', media.file, '-filter_complex', graph, ...outputs, ...sound);
}

/** A run per variant, with the sound in each. */
async function perVariant({ media, variants, frameRate }: PlannedVideo, folder: string): Promise<void> {
  for (const { name, width, height, bitRate, frameStep } of variants) {
    const filters = `${DEINTERLACE},framestep=${String(frameStep)},scale=${String(width)}:${String(height)},setsar=1`;
    const encoder = [...x264(bitRate, Math.round((2 * frameRate) / frameStep)), ...AAC];
    await ffmpeg('-i', media.file, '-vf', filters, ...encoder, join(folder, `${name}.mp4`));
  }
}

/** Immich's way with its defaults: one variant of at most 720p, not deinterlaced. */
const immich = ({ media }: PlannedVideo, folder: string): Promise<unknown> =>
  ffmpeg(
    ...['-i', media.file, '-vf', "scale=-2:'min(720,ih)',format=yuv420p", '-c:v', 'libx264', '-preset', 'ultrafast'],
    ...['-crf', '23', '-c:a', 'aac', '-movflags', '+faststart', join(folder, 'immich.mp4')],
  );

/** Seconds that a piece of work takes in a folder of its own. */
async function timed(work: (folder: string) => Promise<unknown>): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'maru-bench-'));
  try {
    const timer = startTimer();
    await work(folder);
    return elapsed(timer).ms / 1000;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const WAYS = { ours: transcodeInChunks, bare, perVariant, immich };

/**
 * The speed of a tape's whole ladder in chunks beside one bare pass of ffmpeg for the same variants, a run per variant, and Immich's way; and of copying a
 * phone's video. Arguments: the tape's seconds (180) and rounds (3).
 */
export async function bench(args: readonly string[] = []): Promise<Record<string, number>> {
  const [seconds, rounds] = [Number(args[0] ?? SECONDS), Number(args[1] ?? ROUNDS)];
  const folder = await mkdtemp(join(tmpdir(), 'maru-bench-'));
  try {
    const tape = await planFile(await tapeFile(folder, seconds));
    const phone = await planFile(await phoneFile(folder, Math.min(PHONE_S, 10 * seconds)));
    const names = Object.keys(WAYS) as (keyof typeof WAYS)[];
    const took = Object.fromEntries([...names, 'copy'].map((name): [string, number[]] => [name, []]));
    for (let round = 0; round < rounds; round += 1) {
      for (const name of names) took[name]?.push(await timed((to) => WAYS[name](tape, to)));
      took['copy']?.push(await timed((to) => remuxFile(phone, to)));
    }
    const of = (name: string): number => median(took[name] ?? []);
    console.table(
      Object.keys(took).map((way) => ({
        way,
        seconds: of(way).toFixed(1),
        'times real time': ((way === 'copy' ? (phone.media.probe.seconds ?? 0) : seconds) / of(way)).toFixed(1),
      })),
    );
    const ratio = (value: number): number => Number(value.toFixed(3));
    return {
      remuxRealtime: ratio((phone.media.probe.seconds ?? 0) / of('copy')),
      floorRatio: ratio(of('bare') / of('ours')),
      perVariantRatio: ratio(of('perVariant') / of('ours')),
      immichRatio: ratio(of('immich') / of('ours')),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
