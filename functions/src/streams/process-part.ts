import { LEASE_S, PROCESS_ATTEMPTS, ProcessingError, type Failure } from '@maru/model';
import { withLock } from '../concurrency/lock.ts';
import type { PartTask, StreamPart } from '../ports/queue.ts';
import type { Ids } from '../ports/system.ts';
import { encodePart, type PartPorts } from './encode-part.ts';
import { failStream, removeStream, type EndPorts } from './end-stream.ts';
import { scheduleStrip } from '../strips/schedule-strip.ts';
import { beginPart, partPath, type Attempt } from './part.ts';
import { bestFirst } from './playlists.ts';
import { publishStream } from './publish-stream.ts';
import { jobOf, jobPath, newJob, playable, type StreamJob } from './stream-job.ts';

/** The ports of processing a part of a stream. */
export interface StreamPorts extends PartPorts, EndPorts {
  readonly ids: Ids;
}

/** Failures of a lead that are no reason to give up: the source cannot be copied after all, or is too long for one pass. */
const UNFIT: readonly Failure[] = ['unreadable', 'timed-out'];

/** How many chunks of one stream are in the queue at once. The first chunk of another stream never waits for more. */
export const PARALLEL_CHUNKS = 8;

/** The chunks to enqueue when a part is done: the first begins `PARALLEL_CHUNKS` sequences, of which each enqueues its next. */
function nextParts({ chunks, done }: Pick<StreamJob, 'chunks' | 'done'>, part: StreamPart): number[] {
  if (typeof part !== 'number') return [];
  const isMissing = (chunk: number): boolean => chunk < chunks && !done.includes(chunk);
  if (part === 0) return Array.from({ length: PARALLEL_CHUNKS }, (_, n) => n + 1).filter(isMissing);
  let next = part + PARALLEL_CHUNKS;
  while (done.includes(next)) next += PARALLEL_CHUNKS;
  // The picture may turn out to be longer than announced.
  return [...new Set([next, ...(part === chunks - 2 ? [part + 1] : [])])].filter(isMissing);
}

/** What follows a part that is done. It may be repeated. */
async function continueStream(ports: StreamPorts, task: PartTask): Promise<void> {
  const job = jobOf(await ports.store.read(jobPath(task)), task);
  if (!job) return;
  if (!job.isFinished) for (const part of nextParts(job, task.part)) await ports.queue.processChunk({ ...task, part });
  const published = await publishStream(ports, task);
  if (!published?.isFinished) return;
  await scheduleStrip(ports, task, published.plan.mediaInfo);
  await removeStream(ports.store, task.library, task.item);
}

/** Starts a job again without its lead, because the source turned out not to be fit for it: the variant is encoded like the others. */
async function restartWithoutLead(
  ports: StreamPorts,
  task: PartTask,
  { id, token, rev, plan, isVerified }: StreamJob,
): Promise<void> {
  const { lead, ...others } = plan;
  const variants = [...(lead ? [lead.variant] : []), ...others.variants].sort(bestFirst);
  const isRestarted = await ports.store.transact(async (tx) => {
    if (jobOf(await tx.read(jobPath(task)), task)?.id !== id) return false;
    const again = { id: ports.ids.token(), rev, token, plan: { ...others, variants }, isVerified };
    tx.set(jobPath(task), newJob(task, { ...again, now: ports.clock.now() }));
    return true;
  });
  if (!isRestarted) return;
  const parts: readonly StreamPart[] = isVerified ? ['sound', 0] : ['sound', 0, 'hash'];
  for (const part of parts) await ports.queue.processChunk({ ...task, part });
}

/**
 * Publishes while a pass over the source goes on: as soon as anything can be played, and each chunk of a lead that is encoded, which takes a while. The end of
 * the pass publishes anyway, so an error is only logged.
 */
async function publishMeanwhile(ports: StreamPorts, task: PartTask, job: StreamJob): Promise<void> {
  if (job.published > 0 && (task.part !== 'lead' || job.plan.lead?.isCopied)) return;
  if (playable(job) <= job.published) return;
  await publishStream(ports, task).catch((error: unknown) => {
    ports.log('not published yet', { ...task, part: String(task.part), error: String(error) });
  });
}

/** Whether a pass over the sound ran out of time after it stored something: another task continues. */
async function isUnfinishedSound(
  { store }: StreamPorts,
  task: PartTask,
  { job }: Attempt,
  error: unknown,
): Promise<boolean> {
  if (task.part !== 'sound' || !(error instanceof ProcessingError) || error.failure !== 'timed-out') return false;
  return (jobOf(await store.read(jobPath(task)), task)?.soundChunks ?? 0) > job.soundChunks;
}

/**
 * Processes one part of a stream: takes its lock, encodes and stores it, enqueues what comes next, and publishes what can be played. The task that
 * stores the last part completes the item. If the file is the cause of an error, the item fails; other errors are thrown for the queue to retry.
 */
export async function processPart(ports: StreamPorts, task: PartTask): Promise<void> {
  const { clock, log, queue } = ports;
  const startedAt = clock.now();
  const begun = await beginPart(ports, task);
  const { job } = begun;
  const details = { ...task, part: String(task.part) };
  if (begun.status === 'over' || !job) {
    log('nothing to process', details);
    return;
  }
  if (begun.status === 'exhausted') {
    await failStream(ports, task, job, 'attempts-exhausted');
    return;
  }
  try {
    if (begun.status === 'begun') {
      const { holder, until } = begun;
      await withLock(ports, { path: partPath(task), holder, until, termMs: LEASE_S * 1000 }, () =>
        encodePart(ports, task, begun, (stored) => publishMeanwhile(ports, task, stored)),
      );
      log('part processed', { ...details, tries: begun.tries, ms: clock.now() - startedAt });
    }
    await continueStream(ports, task);
  } catch (error) {
    if (begun.status === 'begun' && (await isUnfinishedSound(ports, task, begun, error))) {
      await queue.processChunk(task);
      return;
    }
    if (task.part === 'lead' && error instanceof ProcessingError && UNFIT.includes(error.failure)) {
      await restartWithoutLead(ports, task, job);
      return;
    }
    const isLast = begun.status === 'begun' && begun.tries >= PROCESS_ATTEMPTS;
    if (!(error instanceof ProcessingError) && !isLast) throw error;
    log('part failed', { ...details, error: String(error) });
    await failStream(ports, task, job, error instanceof ProcessingError ? error.failure : 'attempts-exhausted');
  }
}
