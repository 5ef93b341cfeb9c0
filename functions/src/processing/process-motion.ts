import {
  MAX_MOTION_BYTES,
  MAX_MOTION_S,
  MOTION_TIMEOUT_S,
  motionVariant,
  originalName,
  ProcessingError,
  sniff,
  type MediaInfo,
} from '@maru/model';
import type { EncodedVariant, Videos } from '../ports/videos.ts';
import type { EmbeddedMedia, MotionFile } from '../ports/embedded-media.ts';
import type { Clock, Log } from '../ports/system.ts';
import type { Originals } from '../ports/objects.ts';
import type { ImageFormat } from '../ports/images.ts';
import type { ProcessingJob } from './processing-job.ts';
import { frameRateOf } from './plan-video.ts';
import { durationOf } from './process-video.ts';

/** What making a moment needs. */
export interface MotionPorts {
  readonly embeddedMedia: EmbeddedMedia;
  readonly originals: Originals;
  readonly videos: Videos;
  readonly clock: Clock;
  readonly log: Log;
}

type Wanted = Pick<ProcessingJob, 'file' | 'folder' | 'task' | 'motionVideo'>;

/** A moment as encoded, and what its photo says of it. */
export interface MotionClip {
  readonly encoded: readonly EncodedVariant[];
  readonly told: Pick<MediaInfo, 'variants'> & { readonly duration: number };
}

async function encodedOf(
  { videos, clock }: MotionPorts,
  folder: string,
  { file, demuxer }: { file: string; demuxer: string },
): Promise<MotionClip> {
  const until = clock.now() + MOTION_TIMEOUT_S * 1000;
  const probe = await videos.probe(file, demuxer);
  if (!probe.video) throw new ProcessingError('unreadable', 'a sound is no moment');
  const wish = {
    variants: [motionVariant(probe.video)],
    frameRate: frameRateOf(probe.video.frameRate),
    timeoutSeconds: (until - clock.now()) / 1000,
    maxSeconds: MAX_MOTION_S,
  };
  const encoded = await videos.transcode({ file, demuxer, probe }, wish, folder);
  const duration = Math.max(...encoded.map(durationOf));
  return { encoded, told: { variants: encoded.map(({ variant }) => variant.name), duration } };
}

/** The video of a Live Photo, brought here; undefined where it is gone or is no longer one. */
async function liveOf(
  { originals }: MotionPorts,
  { motionVideo, folder, task }: Wanted,
): Promise<MotionFile | undefined> {
  if (motionVideo === undefined) return undefined;
  const [name, file] = [originalName(task.library, motionVideo), `${folder}/live`];
  const stat = await originals.stat(name);
  if (!stat || stat.size > MAX_MOTION_BYTES) return undefined;
  const sniffed = sniff((await originals.download(name, file)).head);
  return sniffed?.kind === 'video' ? { file, demuxer: sniffed.demuxer } : undefined;
}

/** What moves in a photo, or undefined. */
export async function findMotionClip(
  ports: MotionPorts,
  making: Wanted,
  format: ImageFormat,
): Promise<MotionFile | undefined> {
  const { file, folder } = making;
  return (await liveOf(ports, making)) ?? ports.embeddedMedia.motion(file, format, `${folder}/moment`);
}

/** Encodes what was found. What is wrong with it costs the moment and never the photo: undefined, and a line in the log. */
export async function processMotion(
  ports: MotionPorts,
  { folder, task }: Wanted,
  found: MotionFile,
): Promise<MotionClip | undefined> {
  try {
    return await encodedOf(ports, folder, found);
  } catch (error) {
    if (!(error instanceof ProcessingError)) throw error;
    ports.log('no moment', { library: task.library, item: task.item, failure: error.failure, detail: error.message });
    return undefined;
  }
}
