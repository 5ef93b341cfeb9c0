import { isItemId, PART_TIMEOUT_S, paths, SWEEP_AFTER_S, type ItemId, type LibraryId } from '@maru/model';
import { SWEEP_LIMIT, sweepEach, type SweepPorts } from '../maintenance/sweep-each.ts';
import type { Fields, Store } from '../ports/documents.ts';
import type { Queue, StreamPart } from '../ports/queue.ts';
import type { Clock } from '../ports/system.ts';
import { removeStream } from './end-stream.ts';
import { partsOf, type Part } from './part.ts';
import { PARALLEL_CHUNKS } from './process-part.ts';
import { readJob, type StreamJob } from './stream-job.ts';

/** After this time without a stored part, a task must be lost: none runs longer. */
const STALLED_MS = (PART_TIMEOUT_S + SWEEP_AFTER_S) * 1000;

/** The parts that are not stored and that no task works on, but not more chunks than are processed at once. If there are none, the check of the hash, which publishes. */
function missingParts(
  { chunks, done, isSoundDone, isLeadDone, isVerified }: StreamJob,
  parts: ReadonlyMap<string, Part>,
  now: number,
): StreamPart[] {
  const isFree = (part: StreamPart): boolean => (parts.get(String(part))?.until ?? 0) <= now;
  const pending = Array.from({ length: chunks }, (_, n) => n).filter((chunk) => !done.includes(chunk));
  const missing: StreamPart[] = [
    ...(isSoundDone ? [] : (['sound'] as const)),
    ...(isLeadDone ? [] : (['lead'] as const)),
    ...pending.slice(0, PARALLEL_CHUNKS),
    ...(isVerified ? [] : (['hash'] as const)),
  ];
  return missing.length === 0 ? ['hash'] : missing.filter(isFree);
}

/** Enqueues what is missing of a job in which nothing happened for a while. Returns whether there was anything. */
export async function resumeStream(
  ports: { readonly store: Store; readonly queue: Queue; readonly clock: Clock },
  library: LibraryId,
  item: ItemId,
  fields: Fields | undefined,
): Promise<boolean> {
  const { store, queue, clock } = ports;
  const job = fields && readJob(fields);
  const now = clock.now();
  if (!job || now < job.changed + STALLED_MS) return false;
  if (!(await store.read(paths.item(library, item)))) {
    await removeStream(store, library, item);
    return true;
  }
  const missing = missingParts(job, await partsOf(ports, { library, item }, job), now);
  // The next sweep waits as long again.
  await store.transact(async (tx) => {
    if (await tx.read(paths.stream(library, item))) tx.update(paths.stream(library, item), { changed: new Date(now) });
  });
  const { rev, generation } = job;
  for (const part of missing) await queue.processChunk({ library, item, rev, generation, part });
  return missing.length > 0;
}

/** Resumes the stalled streams of a library and returns how many. */
export async function sweepStreams(ports: SweepPorts, library: LibraryId): Promise<number> {
  const found = await ports.store.find(paths.streams(library), { limit: SWEEP_LIMIT });
  return sweepEach(
    ports.log,
    library,
    'item',
    found,
    async ({ id, fields }) => isItemId(id) && resumeStream(ports, library, id, fields),
  );
}
