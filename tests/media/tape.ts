import { rm } from 'node:fs/promises';
import { ffmpeg } from './ffmpeg.ts';

/** A synthetic tape: a whole number of minutes, and a bit rate of the picture in Mbit/s. */
export interface TapeOptions {
  readonly minutes: number;
  readonly size: string;
  readonly mbits: number;
}

/** Frames of a tape: the rate of NTSC, 30,000/1,001. A minute has a whole number of groups of 15 frames. */
const MINUTE_FRAMES = 1800;
export const tapeFrames = ({ minutes }: TapeOptions): number => minutes * MINUTE_FRAMES;
/** Seconds of one of its minutes, which is a little longer. */
const MINUTE_S = (MINUTE_FRAMES * 1001) / 30_000;

/**
 * Creates a capture of an interlaced NTSC tape (MPEG-2 and PCM in QuickTime, the top field first) with motion, and a tone whose pitch (300 to 2,700 Hz) and
 * volume change. Its minutes are alike, so that two hours are made in minutes, and the tone goes on over their ends: an encoder hears no click there.
 */
export async function createTape(file: string, options: TapeOptions): Promise<void> {
  const { minutes, size, mbits } = options;
  const minute = `${file}.minute.mov`;
  const picture = `testsrc2=size=${size}:rate=60000/1001,tinterlace=mode=interleave_top,setfield=tff`;
  const turn = `2*PI*t/${String(MINUTE_S)}`;
  const tone = `(0.2+0.1*sin(10*${turn}))*sin(2*PI*1500*t-1200*${String(MINUTE_S)}*sin(${turn}))`;
  const sound = `aevalsrc='${tone}|${tone}':s=48000:d=${String(MINUTE_S)}`;
  const rate = `${String(mbits)}M`;
  await ffmpeg([
    ...['-f', 'lavfi', '-i', picture, '-f', 'lavfi', '-i', sound],
    ...['-frames:v', String(MINUTE_FRAMES), '-c:v', 'mpeg2video', '-flags', '+ildct+ilme', '-g', '15', '-bf', '2'],
    ...['-b:v', rate, '-minrate', rate, '-maxrate', rate, '-bufsize', '1835k', '-pix_fmt', 'yuv420p'],
    ...['-c:a', 'pcm_s16le', '-shortest', minute],
  ]);
  await ffmpeg(['-stream_loop', String(minutes - 1), '-i', minute, '-c', 'copy', file]);
  await rm(minute);
}
