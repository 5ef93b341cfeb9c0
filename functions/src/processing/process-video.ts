import {
  FFMPEG_TIMEOUT_S,
  MASTER,
  masterPlaylist,
  mediaPlaylist,
  renditionName,
  variantPlaylist,
  chunkFile,
  type MediaInfo,
  type RenditionFile,
  type FileFormat,
} from '@maru/model';
import type { Store } from '../ports/documents.ts';
import type { EncodedVariant, MediaFile, Videos } from '../ports/videos.ts';
import type { Clock } from '../ports/system.ts';
import type { Renditions, ServingOptions } from '../ports/objects.ts';
import type { Images } from '../ports/images.ts';
import { videoMetadata } from '../metadata/metadata.ts';
import { allowVideo } from '../submissions/guest-video.ts';
import type { ProcessingJob } from './processing-job.ts';
import { requireComplete, planVideo, type VideoPlan } from './plan-video.ts';

/** The ports needed to process a video or sound. */
export interface VideoPorts {
  readonly store: Store;
  readonly videos: Videos;
  readonly images: Images;
  readonly renditions: Renditions;
  readonly clock: Clock;
}

/** Writes one rendition. */
export type PutRendition = (
  file: RenditionFile,
  body: Uint8Array | string,
  type: ServingOptions['type'],
) => Promise<void>;

/** Returns a writer for the renditions of a job. */
export const renditionWriter =
  (
    { renditions }: { renditions: Renditions },
    { task, rev, token }: Pick<ProcessingJob, 'task' | 'rev' | 'token'>,
  ): PutRendition =>
  (name, body, type) =>
    renditions.put(renditionName(task.library, task.item, rev, name), body, { type, token });

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

/** Writes the encoded variants and their playlists. */
export async function putStream(
  job: ProcessingJob,
  encoded: readonly EncodedVariant[],
  put: PutRendition,
): Promise<void> {
  const { task, rev, token } = job;
  const processed = { library: task.library, item: task.item, rev, token };
  const playlist: ServingOptions['type'] = 'application/vnd.apple.mpegurl';
  const text = new TextEncoder();
  for (const { variant, file } of encoded) {
    await put(chunkFile(variant.name, 0), file, variant.width === undefined ? 'audio/mp4' : 'video/mp4');
    await put(variantPlaylist(variant.name), text.encode(mediaPlaylist(processed, variant)), playlist);
  }
  const variants = encoded.map(({ variant }) => variant);
  await put(MASTER, text.encode(masterPlaylist(processed, variants)), playlist);
}

/** Returns the duration of an encoded variant, seconds. */
export const durationOf = ({ variant }: EncodedVariant): number =>
  variant.chunks.flatMap(({ segments }) => segments).reduce((sum, { seconds }) => sum + seconds, 0);

/** Creates the renditions of a video or sound. Writes nothing before all of them were encoded. */
export async function processVideo(
  ports: VideoPorts,
  job: ProcessingJob,
  { demuxer, format }: Extract<FileFormat, { demuxer: string }>,
): Promise<MediaInfo> {
  const { file, folder } = job;
  const deadline = ports.clock.now() + FFMPEG_TIMEOUT_S * 1000;
  const probe = await ports.videos.probe(file, demuxer);
  const plan = planVideo(probe);
  const allowance = job.guest && (await allowVideo(ports, job.task, job.guest, probe));
  const media: MediaFile = { file, demuxer, probe };
  const poster = plan.kind === 'video' ? await renderPoster(ports, folder, media, plan) : undefined;
  const timeoutSeconds = (deadline - ports.clock.now()) / 1000;
  const options = plan.kind === 'video' ? plan : { variants: [], frameRate: 0 };
  const encoded = await ports.videos.transcode(media, { ...options, ...allowance?.limit, timeoutSeconds }, folder);
  const duration = Math.max(...encoded.map(durationOf));
  await allowance?.settle(duration);
  requireComplete(demuxer, probe, duration);

  const put = renditionWriter(ports, job);
  if (poster) await Promise.all([put('poster', poster.screen, poster.type), put('grid', poster.grid, poster.type)]);
  await putStream(job, encoded, put);
  return {
    kind: plan.kind,
    format,
    duration,
    variants: encoded.map(({ variant }) => variant.name),
    ...(plan.kind === 'video' && plan.size),
    ...(poster && { thumbhash: poster.thumbhash }),
    ...videoMetadata(probe.timestamps, probe.metadata ?? {}, { ...job, now: ports.clock.now() }),
  };
}
