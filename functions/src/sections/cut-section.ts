import {
  compact,
  dateOfSection,
  durationOf,
  PART_FFMPEG_S,
  paths,
  ProcessingError,
  readItem,
  SEGMENT_S,
  SOUND_CHUNK_S,
  type MediaInfo,
  type SectionOf,
  type StreamVariant,
} from '@maru/model';
import { forEachConcurrently } from '../concurrency/concurrency.ts';
import type { Store } from '../ports/documents.ts';
import type { Images, RenderedImage } from '../ports/images.ts';
import type { Renditions, SourceServer } from '../ports/objects.ts';
import type { Clock } from '../ports/system.ts';
import type { EncodedVariant, Videos } from '../ports/videos.ts';
import { planVideo } from '../processing/plan-video.ts';
import { renderStill } from '../processing/process-video.ts';
import type { ProcessingJob } from '../processing/processing-job.ts';
import { putChunks, putPlaylists, putStills, renditionWriter } from '../processing/put-renditions.ts';
import {
  endOf,
  keyframeIntervalOf,
  keyframesAround,
  partsBetween,
  readStream,
  type Bounds,
  type StoredVariant,
} from './stored-stream.ts';

interface CutPorts {
  readonly store: Store;
  readonly renditions: Renditions;
  readonly sources: SourceServer;
  readonly videos: Videos;
  readonly images: Images;
  readonly clock: Clock;
}

type CutJob = Pick<ProcessingJob, 'task' | 'rev' | 'token' | 'folder'>;

/** How many variants are copied at once. */
const CONCURRENCY = 2;
/** How much earlier than its last keyframe a segment may end, seconds: timestamps are rounded. */
const EARLY_S = 0.02;

/** How much shorter than expected a copied variant may be, seconds: its last frames, or a sound that ends before the picture. */
const TOLERANCE_S = 1;

/**
 * Throws unless a variant was copied as far as it goes: ffmpeg reports no error if reading fails while it copies. A variant that was copied from the original
 * has keyframes of its own, of which only those at the beginnings of its segments are known, and begins at the next one.
 */
function requireComplete({ segments }: StoredVariant, cut: StreamVariant, bounds: Bounds, beginsLater: boolean): void {
  const end = Math.min(bounds.end, endOf(segments));
  const next = segments.find(({ start }) => start >= bounds.start - EARLY_S)?.start ?? end;
  const least = end - (beginsLater ? next : bounds.start) - TOLERANCE_S;
  const actual = durationOf(cut);
  if (actual < least)
    throw new Error(`${cut.name} is too short: ${actual.toFixed(3)} s of at least ${least.toFixed(3)}`);
}

/** The video that a section is a part of. Throws ProcessingError while it cannot be played. */
async function readVideo({ store }: CutPorts, { task }: CutJob, { item }: SectionOf) {
  const fields = await store.read(paths.item(task.library, item));
  const video = fields && readItem(fields);
  if (video?.state !== 'ready' || !video.mediaInfo || video.progress !== undefined)
    throw new ProcessingError('unreadable', 'its video is not ready');
  return { rev: video.rev, mediaInfo: video.mediaInfo };
}

/** Renders poster and grid image from the first chunk of a section. */
async function renderBeginning(ports: CutPorts, { folder }: CutJob, { file }: EncodedVariant) {
  const probe = await ports.videos.probe(file, 'mov');
  return renderStill(ports, folder, { file, demuxer: 'mov', probe }, planVideo(probe));
}

/** Copies what a variant displays between two times into a variant of the section, chunk by chunk. */
async function cutVariant(
  ports: CutPorts,
  job: CutJob,
  { variant, segments }: StoredVariant,
  { start, end, segmentSeconds }: Bounds & { readonly segmentSeconds: number },
  deadline: number,
  onFirst?: (chunk: EncodedVariant) => Promise<void>,
): Promise<StreamVariant> {
  const put = renditionWriter(ports, job);
  const done: StreamVariant[] = [];
  await ports.sources.withRenditions(partsBetween(segments, { start, end }), (url) =>
    ports.videos.cut(
      url,
      {
        ...{ variant, start, end, segmentSeconds },
        chunkSeconds: SOUND_CHUNK_S,
        timeoutSeconds: (deadline - ports.clock.now()) / 1000,
      },
      job.folder,
      async (chunk) => {
        if (done.length === 0) await onFirst?.(chunk);
        await putChunks(put, [chunk]);
        done.push(chunk.variant);
      },
    ),
  );
  const [first] = done;
  if (!first) throw new ProcessingError('unreadable', 'nothing was copied');
  return { ...first, chunks: done.flatMap(({ chunks }) => chunks) };
}

/**
 * What a section takes from its video: place, camera, size, and the date, later by the section's start. A person who sees only the section learns nothing else
 * about the video: neither its caption nor who is in it.
 */
const describeSection = (
  { kind, format, width, height, takenAt, digitizedAt, place, camera }: MediaInfo,
  { start }: SectionOf,
): Omit<MediaInfo, 'variants'> =>
  compact({
    ...{ kind, format, width, height, digitizedAt, place, camera },
    takenAt: takenAt && dateOfSection(takenAt, start),
  });

/**
 * Creates the renditions of a section of a video by copying from the video's stream, between the keyframes around its bounds. Nothing of the rest of the
 * video is in its objects. Throws ProcessingError if the video is not ready, or does not reach so far, and another error if it was not read completely.
 */
export async function cutSection(ports: CutPorts, job: CutJob, section: SectionOf): Promise<MediaInfo> {
  const deadline = ports.clock.now() + PART_FFMPEG_S * 1000;
  const { rev, mediaInfo } = await readVideo(ports, job, section);
  const stream = await readStream(ports, { library: job.task.library, item: section.item, rev });
  // The smallest variant is an encoded one, whose keyframes are regular. One that was copied from the original starts at its next keyframe.
  const grid = stream.variants.at(-1)?.segments ?? [];
  const bounds = keyframesAround(grid, section);
  const interval = keyframeIntervalOf(grid);
  const segmentSeconds = Math.round(SEGMENT_S / interval) * interval - EARLY_S;

  const [best] = stream.variants;
  const cut = new Map<StoredVariant, StreamVariant>();
  let poster: RenderedImage | undefined;
  const all = [...stream.variants, ...(stream.sound ? [stream.sound] : [])];
  await forEachConcurrently(CONCURRENCY, all, async (one) => {
    const onFirst = async (chunk: EncodedVariant): Promise<void> => {
      poster = await renderBeginning(ports, job, chunk);
    };
    const times = { ...bounds, segmentSeconds };
    const copy = await cutVariant(ports, job, one, times, deadline, one === best ? onFirst : undefined);
    requireComplete(one, copy, bounds, one === best && stream.variants.length > 1);
    cut.set(one, copy);
  });
  const variants = stream.variants.flatMap((one) => cut.get(one) ?? []);
  const sound = stream.sound && cut.get(stream.sound);
  const put = renditionWriter(ports, job);
  await putStills(put, poster, undefined);
  await putPlaylists(put, job, { variants, ...(sound && { sound }) });
  return {
    ...describeSection(mediaInfo, section),
    ...(poster && { thumbhash: poster.thumbhash }),
    duration: Math.max(...variants.map(durationOf)),
    variants: variants.map(({ name }) => name),
  };
}
