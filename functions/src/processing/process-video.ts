import { durationOf, FFMPEG_TIMEOUT_S, type FileFormat, type MediaInfo } from '@maru/model';
import type { Store } from '../ports/documents.ts';
import type { MediaFile, MediaProbe, Videos } from '../ports/videos.ts';
import type { Clock } from '../ports/system.ts';
import type { Renditions } from '../ports/objects.ts';
import type { Images } from '../ports/images.ts';
import { videoMetadata } from '../metadata/metadata.ts';
import { chaptersOfFile } from '../strips/suggested-chapters.ts';
import { allowVideo } from '../submissions/guest-video.ts';
import type { ProcessingJob } from './processing-job.ts';
import { putStream, renditionWriter } from './put-renditions.ts';
import { requireComplete, planVideo, type VideoPlan } from './plan-video.ts';

/** The ports needed to process a video or sound. */
export interface VideoPorts {
  readonly store: Store;
  readonly videos: Videos;
  readonly images: Images;
  readonly renditions: Renditions;
  readonly clock: Clock;
}

/** Renders a video's poster and grid image, and computes their hashes. */
export async function renderPoster(
  { videos, images }: Pick<VideoPorts, 'videos' | 'images'>,
  folder: string,
  media: MediaFile,
  plan: Extract<VideoPlan, { kind: 'video' }>,
): ReturnType<Images['render']> {
  const frame = `${folder}/frame.png`;
  await videos.extractFrame(media, { ...plan.poster, timeoutSeconds: FFMPEG_TIMEOUT_S }, frame);
  const sizes = { grid: plan.grid, screen: plan.poster.size };
  return images.render(frame, { kind: 'photo', format: 'png', decoder: 'sharp' }, sizes);
}

/** What an item displays of a video or sound, except for its stream. */
export const describeVideo = (
  { clock }: { readonly clock: Clock },
  { named, timeZone }: Pick<ProcessingJob, 'named' | 'timeZone'>,
  {
    probe,
    plan,
    format,
    poster,
  }: {
    readonly probe: MediaProbe;
    readonly plan: VideoPlan;
    readonly format: string;
    readonly poster: { readonly thumbhash: string } | undefined;
  },
): Omit<MediaInfo, 'duration' | 'variants'> => ({
  kind: plan.kind,
  format,
  ...(plan.kind === 'video' && plan.size),
  ...(poster && { thumbhash: poster.thumbhash }),
  ...chaptersOfFile(probe),
  ...videoMetadata(probe.timestamps, probe.metadata ?? {}, { named, timeZone, now: clock.now() }),
});

/** Creates the renditions of a video or sound. Writes nothing before all of them were encoded. */
export async function processVideo(
  ports: VideoPorts,
  job: ProcessingJob,
  { demuxer, format }: Extract<FileFormat, { demuxer: string }>,
): Promise<MediaInfo> {
  const { file, folder } = job;
  const deadline = ports.clock.now() + FFMPEG_TIMEOUT_S * 1000;
  const probe = job.probe ?? (await ports.videos.probe(file, demuxer));
  const plan = planVideo(probe);
  const allowance = job.guest && (await allowVideo(ports, job.task, job.guest, probe));
  const media: MediaFile = { file, demuxer, probe };
  const poster = plan.kind === 'video' ? await renderPoster(ports, folder, media, plan) : undefined;
  const timeoutSeconds = (deadline - ports.clock.now()) / 1000;
  const options = plan.kind === 'video' ? plan : { variants: [], frameRate: 0 };
  const encoded = await ports.videos.transcode(media, { ...options, ...allowance?.limit, timeoutSeconds }, folder);
  const duration = Math.max(...encoded.map(({ variant }) => durationOf(variant)));
  await allowance?.settle(duration);
  requireComplete(demuxer, probe, duration);

  const put = renditionWriter(ports, job);
  if (poster) await Promise.all([put('poster', poster.screen, poster.type), put('grid', poster.grid, poster.type)]);
  await putStream(put, job, encoded);
  return {
    ...describeVideo(ports, job, { probe, plan, format, poster }),
    duration,
    variants: encoded.map(({ variant }) => variant.name),
  };
}
