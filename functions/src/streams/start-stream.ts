import {
  chunkFrames,
  isOnlyOfGuest,
  MAX_ORIGINAL_BYTES,
  MAX_WHOLE_BYTES,
  MAX_WHOLE_S,
  MIN_STREAM_BYTES,
  originalName,
  paths,
  PEAKS_FILE,
  readLibrary,
  type FileFormat,
  type Item,
} from '@maru/model';
import { isHeldBy } from '../concurrency/lock.ts';
import { settleAll } from '../concurrency/concurrency.ts';
import { sniffOriginal } from '../ingest/inspect-bytes.ts';
import type { Images } from '../ports/images.ts';
import type { ProcessTask, StreamPart } from '../ports/queue.ts';
import type { MediaFile, MediaProbe } from '../ports/videos.ts';
import type { Lease } from '../processing/lease.ts';
import { planVideo } from '../processing/plan-video.ts';
import { readPeaks } from '../processing/process-sound.ts';
import { describeVideo, renderStill } from '../processing/process-video.ts';
import { renditionWriter } from '../processing/put-renditions.ts';
import { processPart, type StreamPorts } from './process-part.ts';
import { resumeStream } from './resume-stream.ts';
import { jobOf, jobPath, newJob, type StreamPlan } from './stream-job.ts';

/** The ports of starting a stream. */
export interface StartPorts extends StreamPorts {
  readonly images: Images;
}

/** How long the waveform of a sound of gigabytes, which is read to its end for it, may delay its first part, in seconds; else it has none. */
const MAX_PEAKS_S = 60;

type Media = Extract<FileFormat, { demuxer: string }>;

/** An attempt to process an item, which holds its lease. */
interface Attempt {
  readonly lease: Lease;
  readonly item: Item;
}

/** Whether a video or sound is processed in parts; of a guest never, because what a guest may add depends on its length. */
const isForParts = ({ probe }: MediaFile, size: number): boolean =>
  size > MAX_WHOLE_BYTES || (probe.video !== undefined && (probe.seconds === undefined || probe.seconds > MAX_WHOLE_S));

/** Writes the poster of a source, and returns the plan of its stream. */
async function planStream(
  ports: StartPorts,
  task: ProcessTask,
  { lease, item }: Attempt,
  { format }: Media,
  media: MediaFile,
): Promise<StreamPlan> {
  const { probe } = media;
  const plan = planVideo(probe);
  const { timeZone } = readLibrary(await ports.store.read(paths.library(task.library)));
  const [poster, peaks] = await ports.tempFolders.withFolder((folder) =>
    settleAll(
      renderStill(ports, folder, media, plan),
      plan.kind === 'sound' ? readPeaks(ports, folder, media, MAX_PEAKS_S) : undefined,
    ),
  );
  const put = renditionWriter(ports, { task, rev: item.rev, token: lease.token });
  if (poster) await Promise.all([put('poster', poster.screen, poster.type), put('grid', poster.grid, poster.type)]);
  if (peaks) await put(PEAKS_FILE, peaks, 'application/octet-stream');
  const seconds = probe.video?.seconds ?? probe.seconds;
  const [all, frameRate] = plan.kind === 'video' ? [plan.variants, plan.frameRate] : [[], 0];
  const [own] = all;
  const copy = probe.video?.isCopyable && own?.height === probe.video.height ? own : undefined;
  return {
    ...{ demuxer: media.demuxer, probe, frameRate, variants: all.filter((variant) => variant !== copy) },
    ...(copy && { copy }),
    chunkFrames: probe.video ? chunkFrames(frameRate, probe.video.width * probe.video.height) : 0,
    mediaInfo: {
      ...describeVideo(ports, { named: item, timeZone }, { probe, plan, format, poster, peaks }),
      ...(seconds !== undefined && { duration: seconds }),
      variants: [],
    },
  };
}

/** Ends a lease in favour of a job. Returns whether it was still held. */
const handOver = (
  ports: StartPorts,
  task: ProcessTask,
  { lease, item }: Attempt,
  plan?: StreamPlan,
): Promise<boolean> =>
  ports.store.transact(async (tx) => {
    const path = paths.lease(task.library, task.item);
    if (!(await isHeldBy(tx, path, lease.holder))) return false;
    if (plan)
      tx.set(
        jobPath(task),
        newJob(task, { id: ports.ids.token(), rev: item.rev, token: lease.token, plan, now: ports.clock.now() }),
      );
    tx.remove(path);
    return true;
  });

/** Whether an original is processed in parts; if by one task, what was found in it already. */
export type Start = { readonly isInParts: boolean; readonly probe?: MediaProbe };

/**
 * Starts a job for an original that is too long or too large for one task, or continues the one that it has. Throws ProcessingError if the file cannot
 * be processed.
 */
export async function startStream(
  ports: StartPorts,
  task: ProcessTask,
  attempt: Attempt,
  size: number,
): Promise<Start> {
  const { item } = attempt;
  if (size < MIN_STREAM_BYTES || size > MAX_ORIGINAL_BYTES || isOnlyOfGuest(item)) return { isInParts: false };
  const name = originalName(task.library, task.item);
  const [jobFields, head] = await settleAll(ports.store.read(jobPath(task)), ports.originals.head(name));
  if (jobOf(jobFields, { ...task, rev: item.rev })) {
    await handOver(ports, task, attempt);
    await resumeStream(ports, task.library, task.item, jobFields);
    return { isInParts: true };
  }
  const format = await sniffOriginal(ports.originals, name, { head, size });
  if (!format || !('demuxer' in format)) return { isInParts: false };
  const { demuxer } = format;
  return ports.sources.withUrl(name, size, async (file) => {
    const media = { file, demuxer, probe: await ports.videos.probe(file, demuxer) };
    if (!isForParts(media, size)) return { isInParts: false, probe: media.probe };
    const plan = await planStream(ports, task, attempt, format, media);
    return { isInParts: await handOver(ports, task, attempt, plan) };
  });
}

/**
 * Processes what makes a new stream playable, at once: its sound, and the copied variant or the first chunk of the encoded ones. The check of its hash,
 * which reads all of it, comes afterwards.
 */
export async function processFirstParts(ports: StreamPorts, task: ProcessTask, rev: number): Promise<void> {
  const job = jobOf(await ports.store.read(jobPath(task)), { ...task, rev });
  if (!job) return;
  const enqueue = (part: StreamPart): Promise<void> => ports.queue.processChunk({ ...task, rev, part });
  const picture: StreamPart | undefined = job.plan.copy ? 'copy' : job.chunks > 0 ? 0 : undefined;
  const first: readonly StreamPart[] = [
    ...(job.isSoundDone ? [] : (['sound'] as const)),
    ...(picture === undefined ? [] : [picture]),
  ];
  // Whatever goes wrong, the queue tries again.
  await settleAll(...first.map((part) => processPart(ports, { ...task, rev, part }).catch(() => enqueue(part))));
  if (job.plan.copy && job.chunks > 0) await enqueue(0);
  await enqueue('hash');
}
