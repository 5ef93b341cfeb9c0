import {
  chunkFrames,
  isOnlyOfGuest,
  MAX_ORIGINAL_BYTES,
  MAX_HASHED_FIRST_BYTES,
  MAX_LEAD_S,
  MAX_LIVE_VIDEO_S,
  MAX_WHOLE_BYTES,
  MAX_WHOLE_PIXELS,
  originalName,
  paths,
  readLibrary,
  type FileFormat,
  type Item,
  type Variant,
} from '@maru/model';
import { isHeldBy } from '../concurrency/lock.ts';
import { settleAll } from '../concurrency/concurrency.ts';
import { readComplete, requireIntact, sniffOriginal } from '../ingest/inspect-bytes.ts';
import type { Images } from '../ports/images.ts';
import type { ProcessTask, StreamPart } from '../ports/queue.ts';
import type { MediaFile, MediaProbe } from '../ports/videos.ts';
import { outputFrameRate, planVideo } from '../processing/plan-video.ts';
import { readPeaks } from '../processing/process-sound.ts';
import { describeVideo, renderStill } from '../processing/process-video.ts';
import type { ItemAttempt } from '../processing/processing-job.ts';
import { putStills, renditionWriter } from '../processing/put-renditions.ts';
import { processPart, type StreamPorts } from './process-part.ts';
import { resumeStream } from './resume-stream.ts';
import { jobOf, jobPath, newJob, type Lead, type StreamJob, type StreamPlan } from './stream-job.ts';

/** The ports of starting a stream. */
export interface StartPorts extends StreamPorts {
  readonly images: Images;
}

/** The longest time, in seconds, that reading a sound to its end for the waveform may delay its first part. If it takes longer, as for gigabytes, the sound has no waveform. */
const MAX_PEAKS_S = 60;

type Media = Extract<FileFormat, { demuxer: string }>;

/**
 * Whether a video or sound is processed in parts. Not if one task encodes it about as soon as its first part, nor if it may be the video of a Live Photo,
 * which nobody waits for.
 */
function isForParts({ probe: { video, seconds = Infinity, metadata } }: MediaFile, size: number): boolean {
  if (size > MAX_WHOLE_BYTES) return true;
  if (!video || metadata?.isOfLivePhoto || seconds <= MAX_LIVE_VIDEO_S) return false;
  return video.width * video.height * outputFrameRate(video) * seconds > MAX_WHOLE_PIXELS;
}

/** Short side of a lead that is encoded, at most. */
const MAX_LEAD_LINES = 480;

/**
 * The variant to make first, if that is worth it: the source's own if it can be copied, or else a small one, unless all are small, the video is too long for one
 * pass, or nobody sees it before it is complete, because it is reprocessed.
 */
function leadOf({ video, seconds = Infinity }: MediaProbe, variants: readonly Variant[], item: Item): Lead | undefined {
  const [own] = variants;
  if (!video || !own) return undefined;
  if (video.isCopyable && own.height === video.height) return { variant: own, isCopied: true };
  if (item.state !== 'processing' || seconds > MAX_LEAD_S) return undefined;
  const small = variants.find(({ width, height }) => Math.min(width, height) <= MAX_LEAD_LINES);
  return small && small !== own ? { variant: small, isCopied: false } : undefined;
}

/** Writes the poster of a source, and returns the plan of its stream. */
async function planStream(
  ports: StartPorts,
  task: ProcessTask,
  { lease, item }: ItemAttempt,
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
  await putStills(put, poster, peaks);
  const seconds = probe.video?.seconds ?? probe.seconds;
  const [all, frameRate] = plan.kind === 'video' ? [plan.variants, plan.frameRate] : [[], 0];
  const lead = leadOf(probe, all, item);
  return {
    ...{ demuxer: media.demuxer, probe, frameRate, variants: all.filter((variant) => variant !== lead?.variant) },
    ...(lead && { lead }),
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
  { lease, item }: ItemAttempt,
  begun?: Pick<StreamJob, 'plan' | 'isVerified'>,
): Promise<boolean> =>
  ports.store.transact(async (tx) => {
    const path = paths.lease(task.library, task.item);
    if (!(await isHeldBy(tx, path, lease.holder))) return false;
    if (begun) {
      const job = { ...begun, id: ports.ids.token(), rev: item.rev, token: lease.token, now: ports.clock.now() };
      tx.set(jobPath(task), newJob(task, job));
    }
    tx.remove(path);
    return true;
  });

/** Whether an original is processed in parts; if by one task, what was found in it already. */
type Start = { readonly isInParts: boolean; readonly probe?: MediaProbe };

/** Compares the hash of a small original with its id, as reading the whole of it would; of a large one that is a part of its own. Returns whether it did. */
async function verifySmall(ports: StartPorts, task: ProcessTask, { item, stat }: ItemAttempt): Promise<boolean> {
  if (!stat || stat.size > MAX_HASHED_FIRST_BYTES) return false;
  const name = originalName(task.library, task.item);
  await requireIntact(
    ports.originals,
    task,
    item,
    await readComplete(stat, stat.size, () => ports.originals.digest(name)),
  );
  return true;
}

/**
 * Starts a job for an original that is too long or too large for one task, or continues the one that it has; does nothing for a section, which is
 * copied from the stream of its video. Throws ProcessingError if the file cannot be processed.
 */
export async function startStream(ports: StartPorts, task: ProcessTask, attempt: ItemAttempt): Promise<Start> {
  const { item, stat, head } = attempt;
  const { size = 0 } = stat ?? {};
  if (item.sectionOf || size === 0 || size > MAX_ORIGINAL_BYTES || isOnlyOfGuest(item)) return { isInParts: false };
  const name = originalName(task.library, task.item);
  const format = await sniffOriginal(ports.originals, name, { head, size });
  if (!format || !('demuxer' in format)) return { isInParts: false };
  const jobFields = await ports.store.read(jobPath(task));
  if (jobOf(jobFields, { ...task, rev: item.rev })) {
    await handOver(ports, task, attempt);
    await resumeStream(ports, task.library, task.item, jobFields);
    return { isInParts: true };
  }
  const { demuxer } = format;
  return ports.sources.withUrl(name, size, async (file) => {
    // Before anything is written; at the same time, because somebody waits.
    const [isVerified, probe] = await settleAll(verifySmall(ports, task, attempt), ports.videos.probe(file, demuxer));
    const media = { file, demuxer, probe };
    if (!isForParts(media, size)) return { isInParts: false, probe };
    const plan = await planStream(ports, task, attempt, format, media);
    return { isInParts: await handOver(ports, task, attempt, { plan, isVerified }) };
  });
}

/**
 * Processes what makes a new stream playable, at once: its sound, and the lead or without one the first chunk of all variants. The check of a large
 * original's hash, which reads all of it, comes afterwards.
 */
export async function processFirstParts(ports: StreamPorts, task: ProcessTask, rev: number): Promise<void> {
  const job = jobOf(await ports.store.read(jobPath(task)), { ...task, rev });
  if (!job) return;
  const enqueue = (part: StreamPart): Promise<void> => ports.queue.processChunk({ ...task, rev, part });
  const picture: StreamPart | undefined = job.plan.lead ? 'lead' : job.chunks > 0 ? 0 : undefined;
  const first: readonly StreamPart[] = [
    ...(job.isSoundDone ? [] : (['sound'] as const)),
    ...(picture === undefined ? [] : [picture]),
  ];
  // Whatever goes wrong, the queue tries again.
  await settleAll(...first.map((part) => processPart(ports, { ...task, rev, part }).catch(() => enqueue(part))));
  if (job.plan.lead && job.chunks > 0) await enqueue(0);
  if (!job.isVerified) await enqueue('hash');
}
