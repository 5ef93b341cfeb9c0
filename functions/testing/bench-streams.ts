import { readFile } from 'node:fs/promises';
import { chunkFrames, framesOf, HEAD_BYTES, sniff, type Variant } from '@maru/model';
import { videos } from '../src/adapters/video/videos.ts';
import { planVideo } from '../src/processing/plan-video.ts';
import type { MediaFile } from '../src/ports/videos.ts';

// Streams as the pipeline makes them, without the pipeline, for measurements.

/** A probed video and its plan. */
export interface PlannedVideo {
  readonly media: MediaFile;
  readonly variants: readonly Variant[];
  readonly frameRate: number;
}

const TIMEOUT_S = 3600;

/** Probes and plans a video. */
export async function planFile(file: string): Promise<PlannedVideo> {
  const format = sniff((await readFile(file)).subarray(0, HEAD_BYTES));
  if (!format || !('demuxer' in format)) throw new Error(`${file} is not a video`);
  const media = { file, demuxer: format.demuxer, probe: await videos.probe(file, format.demuxer) };
  const plan = planVideo(media.probe);
  if (plan.kind !== 'video') throw new Error(`${file} has no picture`);
  return { media, variants: plan.variants, frameRate: plan.frameRate };
}

/** Transcodes a video as its tasks do: the sound in one pass, and the picture chunk by chunk. */
export async function transcodeInChunks({ media, variants, frameRate }: PlannedVideo, folder: string): Promise<void> {
  await videos.transcodeSound(media, { timeoutSeconds: TIMEOUT_S }, folder, () => Promise.resolve());
  const { width = 0, height = 0 } = media.probe.video ?? {};
  const frames = chunkFrames(frameRate, width * height);
  const count = Math.ceil(framesOf(media.probe.seconds ?? 0, frameRate) / frames);
  for (let index = 0; index < count; index += 1) {
    const chunk = { index, firstFrame: index * frames, frames };
    await videos.transcodeChunk(media, { variants, frameRate, chunk, timeoutSeconds: TIMEOUT_S }, folder);
  }
}

/** Copies a video. */
export async function remuxFile({ media, variants }: PlannedVideo, folder: string): Promise<void> {
  const options = { name: variants[0]?.name ?? '', timeoutSeconds: TIMEOUT_S, chunkSeconds: 60 };
  await videos.remux(media, options, folder, () => Promise.resolve());
}
