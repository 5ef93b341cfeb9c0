import { execFile } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { copyFile, mkdtemp, open, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { durationOf, HEAD_BYTES, type Format } from '@maru/model';
import { afterAll, beforeAll } from 'vitest';
import { sniffOriginal } from '../src/ingest/inspect-bytes.ts';
import { planVideo, type VideoPlan } from '../src/processing/plan-video.ts';
import type { EncodedVariant, MediaFile } from '../src/ports/videos.ts';
import { videos } from '../src/adapters/video/videos.ts';

// Helpers of video tests: ffmpeg creates videos, which are read and encoded as in the pipeline.

const run = promisify(execFile);

/** Creates a folder that exists during the tests of one file. */
export function createTempFolder(): () => string {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'maru-videos-'));
  });
  afterAll(() => rm(folder, { recursive: true }));
  return () => folder;
}

/** ffmpeg's arguments for a test pattern, a tone and the usual codec. */
export const testPattern = (size: string, rate: number | string, seconds: number): string[] => [
  ...['-f', 'lavfi', '-i', `testsrc2=size=${size}:rate=${rate}:duration=${seconds}`],
];
/** A blurred test pattern in motion, whose frames are progressive for `idet`, unlike the sharp lines of the other. */
export const softPattern = (size: string, rate: number | string, seconds: number): string[] => [
  ...['-f', 'lavfi', '-i', `testsrc2=size=${size}:rate=${rate}:duration=${seconds},gblur=1.5`],
];
/** The same, but each frame consists of two fields of different times, as a camcorder records it. */
export const interlaced = (size: string, rate: number | string, seconds: number, order = 'tff'): string[] => [
  ...['-f', 'lavfi', '-i'],
  `testsrc2=size=${size}:rate=2*${rate}:duration=${seconds},gblur=1.5,tinterlace=interleave_${order === 'tff' ? 'top' : 'bottom'},setfield=${order}`,
  ...['-flags', '+ildct+ilme'],
];
/** A still image, which is encoded in no time. */
export const colorBars = (size: string, rate: number, seconds: number): string[] => [
  ...['-f', 'lavfi', '-i', `smptebars=size=${size}:rate=${rate}:duration=${seconds}`],
];
export const tone = (seconds: number): string[] => ['-f', 'lavfi', '-i', `sine=frequency=330:duration=${seconds}`];
export const H264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p'];

/** Runs ffmpeg without our limits. */
export const runFfmpegAlone = (...args: string[]): Promise<unknown> =>
  run(process.env['MARU_FFMPEG_PATH'] ?? 'ffmpeg', ['-v', 'error', '-nostdin', ...args]);

/** Creates a video with these ffmpeg arguments; returns its path. */
export async function createVideo(file: string, ...args: string[]): Promise<string> {
  await runFfmpegAlone('-y', ...args, file);
  return file;
}

/** The display matrix of a quarter turn counterclockwise. */
const QUARTER_TURN = [0, -0x10000, 0, 0x10000, 0, 0, 0, 0, 0x40000000];

/** Copies an MP4 with one video track and turns it by its display matrix, which not every ffmpeg can write. */
export async function turnCounterclockwise(from: string, to: string): Promise<string> {
  const bytes = await readFile(from);
  // In version 0 of the box.
  const matrix = bytes.indexOf('tkhd', 0, 'latin1') + 4 + 40;
  QUARTER_TURN.forEach((value, i) => bytes.writeInt32BE(value, matrix + 4 * i));
  await writeFile(to, bytes);
  return to;
}

/** A file with its detected format. */
type Detected = MediaFile & { readonly format: Format };

/** Detects and probes a video as the pipeline does. */
export async function probeVideo(file: string): Promise<Detected> {
  const head = Buffer.alloc(HEAD_BYTES);
  const handle = await open(file);
  await handle.read(head);
  await handle.close();
  const { size } = await stat(file);
  const format = await sniffOriginal({ read: createReadStream }, file, { head, size });
  if (!format || !('demuxer' in format)) throw new Error(`${file} is not a video`);
  return { file, format: format.format, demuxer: format.demuxer, probe: await videos.probe(file, format.demuxer) };
}

/** The plan of a file with a picture. */
export function planPicture({ probe }: MediaFile): Extract<VideoPlan, { kind: 'video' }> {
  const plan = planVideo(probe);
  if (plan.kind !== 'video') throw new Error('no video');
  return plan;
}

/** Encodes a video by its plan into a folder below `folder`. */
export async function transcode(
  file: string,
  folder: string,
): Promise<{ media: Detected; encoded: EncodedVariant[]; seconds: number }> {
  const video = await probeVideo(file);
  const plan = planVideo(video.probe);
  const encoding = plan.kind === 'video' ? plan : { variants: [], frameRate: 0 };
  const to = await mkdtemp(join(folder, 'out-'));
  const encoded = await videos.transcode(video, { ...encoding, timeoutSeconds: 300 }, to);
  const [best] = encoded;
  return { media: video, encoded, seconds: best ? durationOf(best.variant) : 0 };
}

interface FfprobeOutput {
  streams: Record<string, string | number>[];
  frames?: { pts_time: string; key_frame: number }[];
  packets?: { pts_time: string; size?: string; pos?: string }[];
}

/** ffprobe's output for a file. */
export async function ffprobe(file: string, ...more: string[]): Promise<FfprobeOutput> {
  const ffprobe = process.env['MARU_FFPROBE_PATH'] ?? 'ffprobe';
  const { stdout } = await run(ffprobe, ['-v', 'error', '-of', 'json', '-show_streams', ...more, file], {
    maxBuffer: 2 ** 26,
  });
  return JSON.parse(stdout) as FfprobeOutput;
}

/** A sink of chunks that keeps their files in a folder, under names that begin with `prefix`. */
export function keepChunks(folder: string, prefix: string) {
  const chunks: EncodedVariant[] = [];
  const onChunk = async (chunk: EncodedVariant): Promise<void> => {
    const { name, chunks: one } = chunk.variant;
    const file = join(folder, `${prefix}-${name}-${one[0]?.index ?? ''}.mp4`);
    await copyFile(chunk.file, file);
    chunks.push({ ...chunk, file });
  };
  return { chunks, onChunk };
}
