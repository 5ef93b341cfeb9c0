import {
  durationOf,
  MAX_MOTION_BYTES,
  MAX_MOTION_S,
  MOTION_TIMEOUT_S,
  motionVariant,
  originalName,
  ProcessingError,
  rotatedSize,
  sniff,
  type MediaInfo,
} from '@maru/model';
import type { EncodedVariant, Videos } from '../ports/videos.ts';
import type { EmbeddedMedia, MotionFile } from '../ports/embedded-media.ts';
import type { Clock, Log } from '../ports/system.ts';
import type { Originals } from '../ports/objects.ts';
import type { ImageFormat } from '../ports/images.ts';
import type { ProcessingJob } from './processing-job.ts';
import { outputFrameRate } from './plan-video.ts';

/** The ports needed to process a motion clip. */
export interface MotionPorts {
  readonly embeddedMedia: EmbeddedMedia;
  readonly originals: Originals;
  readonly videos: Videos;
  readonly clock: Clock;
  readonly log: Log;
}

type MotionJob = Pick<ProcessingJob, 'file' | 'folder' | 'task' | 'motionVideo' | 'rotation'>;

/** An encoded motion clip, and the fields that it adds to its photo. */
export interface MotionClip {
  readonly encoded: readonly EncodedVariant[];
  readonly mediaInfo: Pick<MediaInfo, 'variants'> & { readonly duration: number };
}

async function encode(
  { videos, clock }: MotionPorts,
  { folder, rotation }: MotionJob,
  { file, demuxer }: { file: string; demuxer: string },
): Promise<MotionClip> {
  const deadline = clock.now() + MOTION_TIMEOUT_S * 1000;
  const probe = await videos.probe(file, demuxer);
  if (!probe.video) throw new ProcessingError('unreadable', 'no video stream');
  const options = {
    variants: [motionVariant(rotatedSize(probe.video, rotation))],
    rotation,
    frameRate: outputFrameRate(probe.video),
    timeoutSeconds: (deadline - clock.now()) / 1000,
    maxSeconds: MAX_MOTION_S,
  };
  const encoded = await videos.transcode({ file, demuxer, probe }, options, folder);
  const duration = Math.max(...encoded.map(({ variant }) => durationOf(variant)));
  return { encoded, mediaInfo: { variants: encoded.map(({ variant }) => variant.name), duration } };
}

/** Downloads the video of a Live Photo; undefined if it no longer exists or is not a video. */
async function downloadLiveVideo(
  { originals }: MotionPorts,
  { motionVideo, folder, task }: MotionJob,
): Promise<MotionFile | undefined> {
  if (motionVideo === undefined) return undefined;
  const [name, file] = [originalName(task.library, motionVideo), `${folder}/live`];
  const stat = await originals.stat(name);
  if (!stat || stat.size > MAX_MOTION_BYTES) return undefined;
  const detected = sniff((await originals.download(name, file)).head);
  return detected?.kind === 'video' ? { file, demuxer: detected.demuxer } : undefined;
}

/** Finds the motion of a photo: the video of a Live Photo, an embedded clip or an animation; undefined if there is none. */
export async function findMotionClip(
  ports: MotionPorts,
  job: MotionJob,
  format: ImageFormat,
): Promise<MotionFile | undefined> {
  const { file, folder } = job;
  return (await downloadLiveVideo(ports, job)) ?? ports.embeddedMedia.motion(file, format, `${folder}/motion`);
}

/** Encodes a motion clip. If its file is the cause of an error, logs it and returns undefined, so that the photo is processed without it. */
export async function processMotion(
  ports: MotionPorts,
  job: MotionJob,
  motionFile: MotionFile,
): Promise<MotionClip | undefined> {
  try {
    return await encode(ports, job, motionFile);
  } catch (error) {
    if (!(error instanceof ProcessingError)) throw error;
    ports.log('no motion clip', {
      library: job.task.library,
      item: job.task.item,
      failure: error.failure,
      error: error.message,
    });
    return undefined;
  }
}
