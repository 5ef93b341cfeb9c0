import { chunkFile, LEASE_S, paths, readItem, renditionName, type Item, type MediaInfo } from '@maru/model';
import { scheduleIndexing } from '../album-index/schedule.ts';
import { isLocked, isLockedAt, releaseLock, withLock } from '../concurrency/lock.ts';
import type { Renditions } from '../ports/objects.ts';
import type { Queue, PartTask } from '../ports/queue.ts';
import type { Store } from '../ports/documents.ts';
import type { Clock, Ids, Log } from '../ports/system.ts';
import { commitResult } from '../processing/commit-result.ts';
import { requireComplete } from '../processing/plan-video.ts';
import { putPlaylists, renditionWriter } from '../processing/put-renditions.ts';
import { enqueueSubmissions } from '../submissions/submissions-of-item.ts';
import { partPath, partsOf, type Part } from './part.ts';
import { listedParts, streamOf } from './playlists.ts';
import {
  isComplete,
  isPlayable,
  isShown,
  jobOf,
  jobPath,
  playable,
  totalChunks,
  type StreamJob,
} from './stream-job.ts';

/** The ports of publishing a stream. */
export interface PublishPorts {
  readonly store: Store;
  readonly renditions: Renditions;
  readonly queue: Queue;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
}

/** By how much of a stream its playlists grow at once: each time writes them, the item and its entries. */
const STEP = 0.05;

/** The tokens of the library are being rotated, which rewrites playlists: the queue retries. */
class TokensRotating extends Error {}

/** Whether it is time to publish: everything is there, or enough more can be played. A reprocessed item shows its old rev until then. */
function isDue(job: StreamJob, item: Item): boolean {
  if (job.isFinished) return false;
  if (isComplete(job)) return true;
  if (item.state !== 'processing' && !isShown(item, job)) return false;
  if (isPlayable(job)) return !job.isEndPublished;
  return playable(job) - job.published >= (job.published === 0 ? 1 : Math.max(1, totalChunks(job) * STEP));
}

/** Gives the objects of the listed parts the item's token, where they were written before it was rotated. */
async function correctTokens(
  { renditions }: PublishPorts,
  task: PartTask,
  job: StreamJob,
  parts: ReadonlyMap<string, Part>,
  token: string,
): Promise<void> {
  for (const name of Object.values(listedParts(job)).flat()) {
    const result = parts.get(name)?.result;
    if (!result || result.token === token) continue;
    for (const { variant } of result.variants)
      for (const { index } of variant.chunks)
        await renditions.setTokens(renditionName(task.library, task.item, job.rev, chunkFile(variant.name, index)), [
          token,
        ]);
  }
}

/** How much can be played, 0 to 1. */
function progressOf(job: StreamJob, seconds: number): number {
  if (isPlayable(job)) return 1;
  const announced = job.plan.mediaInfo.duration;
  const share = announced === undefined ? playable(job) / totalChunks(job) : seconds / announced;
  return Math.min(0.99, Math.round(share * 100) / 100);
}

/** What an item displays of a stream. */
const mediaInfoOf = (
  { plan }: StreamJob,
  { variants, duration }: ReturnType<typeof streamOf>,
  isWhole: boolean,
): MediaInfo => ({
  ...plan.mediaInfo,
  variants: variants.map(({ name }) => name),
  ...(isWhole && { duration }),
});

/** Writes the playlists of what a job has, and commits it to the item. Throws ProcessingError if all of it is too short. */
async function publish(ports: PublishPorts, task: PartTask, job: StreamJob, item: Item): Promise<void> {
  const { store, clock, log } = ports;
  const rotation = paths.rotationLock(task.library);
  if (await isLocked(store, rotation, clock.now())) throw new TokensRotating();
  const token = isShown(item, job) ? (item.token ?? job.token) : job.token;
  const parts = await partsOf(ports, task, job);
  const stream = streamOf(job, parts);
  const isWhole = isComplete(job);
  if (isWhole) requireComplete(job.plan.demuxer, job.plan.probe, stream.duration);
  await correctTokens(ports, task, job, parts, token);
  const owner = { task, rev: job.rev, token };
  await putPlaylists(renditionWriter(ports, owner), owner, stream, isPlayable(job));
  const published = playable(job);
  const albums = await commitResult(
    ports,
    task,
    {
      item: { ...item, rev: job.rev },
      token,
      paths: [jobPath(task), rotation],
      isHeld: ([jobFields, lock], known) => {
        if (isLockedAt(lock, clock.now())) throw new TokensRotating();
        const isSame = jobOf(jobFields, task)?.id === job.id;
        // Rotated meanwhile: the next round writes the playlists again.
        if (isSame && isShown(known, job) && known.token !== token) throw new TokensRotating();
        return isSame;
      },
      write: (tx) => {
        const isEnd = isPlayable(job) && { isEndPublished: true };
        tx.update(jobPath(task), { published, ...isEnd, ...(isWhole && { isFinished: true }) });
      },
      ...(!isWhole && { progress: progressOf(job, stream.duration) }),
    },
    mediaInfoOf(job, stream, isWhole),
  );
  log(isWhole ? 'processed' : 'published', {
    ...task,
    part: String(task.part),
    published,
    chunks: totalChunks(job),
    isCommitted: albums !== undefined,
  });
  if (!isWhole && job.published > 0) return;
  await scheduleIndexing(ports, task.library, albums ?? [], job.published > 0 ? 'changed' : 'added');
  await enqueueSubmissions(ports, task.library, task.item);
}

/** Takes the right to publish, if it is time to. Returns what there is to publish, or only the job. */
function beginPublishing({ store, clock, ids }: PublishPorts, task: PartTask) {
  const path = partPath({ ...task, part: 'publish' });
  return store.transact(async (tx) => {
    const [jobFields, itemFields, lock] = await tx.readAll([jobPath(task), paths.item(task.library, task.item), path]);
    const job = jobOf(jobFields, task);
    const item = itemFields && readItem(itemFields);
    const now = clock.now();
    if (!job || !item || !isDue(job, item) || isLockedAt(lock, now)) return { job };
    const [holder, until] = [ids.token(), now + LEASE_S * 1000];
    tx.set(path, { job: job.id, holder, tries: 0, until: new Date(until) });
    return { job, item, lock: { path, holder, until, termMs: LEASE_S * 1000 } };
  });
}

/**
 * Publishes what a stream has so far, if it is time. If another task is publishing, returns at once; that task checks again before it finishes. Returns the
 * job as it is then.
 */
export async function publishStream(ports: PublishPorts, task: PartTask): Promise<StreamJob | undefined> {
  for (;;) {
    const { job, item, lock } = await beginPublishing(ports, task);
    if (!job || !item) return job;
    await withLock(ports, lock, () => publish(ports, task, job, item));
    await releaseLock(ports.store, lock);
  }
}
