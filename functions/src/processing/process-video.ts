import { durationOf, FFMPEG_TIMEOUT_S, overviewOf, type FileFormat, type MediaInfo } from '@maru/model';
import type { Store } from '../ports/documents.ts';
import type { MediaFile, MediaProbe, Videos } from '../ports/videos.ts';
import type { Clock } from '../ports/system.ts';
import type { Renditions } from '../ports/objects.ts';
import type { Images, RenderedImage } from '../ports/images.ts';
import { settleAll } from '../concurrency/concurrency.ts';
import { videoMetadata } from '../metadata/metadata.ts';
import { chaptersOfFile } from '../strips/suggested-chapters.ts';
import { allowVideo } from '../submissions/guest-video.ts';
import type { ProcessingJob } from './processing-job.ts';
import { readPeaks, renderCover } from './process-sound.ts';
import { putStills, putStream, renditionWriter } from './put-renditions.ts';
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
async function renderPoster(
  { videos, images }: Pick<VideoPorts, 'videos' | 'images'>,
  folder: string,
  media: MediaFile,
  plan: Extract<VideoPlan, { kind: 'video' }>,
): Promise<RenderedImage> {
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
    peaks,
  }: {
    readonly probe: MediaProbe;
    readonly plan: VideoPlan;
    readonly format: string;
    /** The first picture of a video; the cover of a sound. */
    readonly poster: { readonly thumbhash: string } | undefined;
    /** The waveform of a sound. */
    readonly peaks: Uint8Array | undefined;
  },
): Omit<MediaInfo, 'duration' | 'variants'> => ({
  kind: plan.kind,
  format,
  ...(plan.kind === 'video' && plan.size),
  ...(poster && { thumbhash: poster.thumbhash }),
  ...chaptersOfFile(probe),
  ...(peaks && { waveform: overviewOf(peaks) }),
  ...videoMetadata(probe.timestamps, probe.metadata ?? {}, { named, timeZone, now: clock.now() }),
});

/** The poster of a video, or the cover of a sound, if it has one. */
export const renderStill = (
  ports: Pick<VideoPorts, 'videos' | 'images'>,
  folder: string,
  media: MediaFile,
  plan: VideoPlan,
): Promise<RenderedImage | undefined> =>
  plan.kind === 'video'
    ? renderPoster(ports, folder, media, plan)
    : renderCover(ports, folder, media, FFMPEG_TIMEOUT_S);

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
  const poster = await renderStill(ports, folder, media, plan);
  const timeoutSeconds = (deadline - ports.clock.now()) / 1000;
  const options = plan.kind === 'video' ? plan : { variants: [], frameRate: 0 };
  // The encoder of sound uses one core.
  const [encoded, peaks] = await settleAll(
    ports.videos.transcode(media, { ...options, ...allowance?.limit, timeoutSeconds }, folder),
    plan.kind === 'sound' ? readPeaks(ports, folder, media, timeoutSeconds) : undefined,
  );
  const duration = Math.max(...encoded.map(({ variant }) => durationOf(variant)));
  await allowance?.settle(duration);
  requireComplete(demuxer, probe, duration);

  const put = renditionWriter(ports, job);
  await putStills(put, poster, peaks);
  await putStream(put, job, encoded);
  return {
    ...describeVideo(ports, job, { probe, plan, format, poster, peaks }),
    duration,
    variants: encoded.map(({ variant }) => variant.name),
  };
}
