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

/** All that making a film needs. */
export interface VideoPorts {
  readonly store: Store;
  readonly videos: Videos;
  readonly images: Images;
  readonly renditions: Renditions;
  readonly clock: Clock;
}

/** Writes one rendition of the making at hand. */
export type PutRendition = (
  file: RenditionFile,
  body: Uint8Array | string,
  type: ServingOptions['type'],
) => Promise<void>;

/** Writes into the folder of this making, under its token. */
export const renditionWriter =
  ({ renditions }: { renditions: Renditions }, { task, rev, token }: ProcessingJob): PutRendition =>
  (name, body, type) =>
    renditions.put(renditionName(task.library, task.item, rev, name), body, { type, token });

/** A video's poster and tile, and its thumbhash. */
async function pictured(
  { videos, images }: VideoPorts,
  folder: string,
  film: MediaFile,
  plan: Extract<VideoPlan, { kind: 'video' }>,
): ReturnType<Images['render']> {
  const frame = `${folder}/frame.png`;
  await videos.extractFrame(film, { ...plan.poster, timeoutSeconds: FFMPEG_TIMEOUT_S }, frame);
  const sizes = { grid: plan.grid, screen: plan.poster.size };
  return images.render(frame, { kind: 'photo', format: 'png', decoder: 'sharp' }, sizes);
}

/** Writes the encoded variants and, from what was measured in them, their playlists. */
export async function putStream(
  making: ProcessingJob,
  encoded: readonly EncodedVariant[],
  put: PutRendition,
): Promise<void> {
  const { task, rev, token } = making;
  const of = { library: task.library, item: task.item, rev, token };
  const playlist: ServingOptions['type'] = 'application/vnd.apple.mpegurl';
  const text = new TextEncoder();
  for (const { variant, file } of encoded) {
    await put(chunkFile(variant.name, 0), file, variant.width === undefined ? 'audio/mp4' : 'video/mp4');
    await put(variantPlaylist(variant.name), text.encode(mediaPlaylist(of, variant)), playlist);
  }
  const variants = encoded.map(({ variant }) => variant);
  await put(MASTER, text.encode(masterPlaylist(of, variants)), playlist);
}

/** How long an encoded variant plays, seconds. */
export const durationOf = ({ variant }: EncodedVariant): number =>
  variant.chunks.flatMap(({ segments }) => segments).reduce((sum, { seconds }) => sum + seconds, 0);

/** Makes the renditions of a video or a sound and says what it is. Nothing is written before all of it could be made. */
export async function processVideo(
  ports: VideoPorts,
  making: ProcessingJob,
  sniffed: Extract<FileFormat, { demuxer: string }>,
): Promise<MediaInfo> {
  const { file, folder } = making;
  const { demuxer, format } = sniffed;
  const until = ports.clock.now() + FFMPEG_TIMEOUT_S * 1000;
  const probe = await ports.videos.probe(file, demuxer);
  const plan = planVideo(probe);
  const allowance = making.guest && (await allowVideo(ports, making.task, making.guest, probe));
  const film: MediaFile = { file, demuxer, probe };
  const shown = plan.kind === 'video' ? await pictured(ports, folder, film, plan) : undefined;
  const timeoutSeconds = (until - ports.clock.now()) / 1000;
  const wish = plan.kind === 'video' ? plan : { variants: [], frameRate: 0 };
  const encoded = await ports.videos.transcode(film, { ...wish, ...allowance?.limit, timeoutSeconds }, folder);
  const duration = Math.max(...encoded.map(durationOf));
  await allowance?.settle(duration);
  requireComplete(demuxer, probe.seconds, duration);

  const put = renditionWriter(ports, making);
  if (shown) await Promise.all([put('poster', shown.screen, shown.type), put('grid', shown.grid, shown.type)]);
  await putStream(making, encoded, put);
  const about = videoMetadata(probe.timestamps, probe.metadata ?? {}, { ...making, now: ports.clock.now() });
  return {
    kind: plan.kind,
    format,
    duration,
    variants: encoded.map(({ variant }) => variant.name),
    ...(plan.kind === 'video' && plan.size),
    ...(shown && { thumbhash: shown.thumbhash }),
    ...about,
  };
}
