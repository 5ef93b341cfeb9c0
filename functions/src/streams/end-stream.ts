import {
  albumsWithEntry,
  originalName,
  paths,
  readItem,
  renditionFolder,
  type AlbumId,
  type Failure,
  type ItemId,
  type LibraryId,
} from '@maru/model';
import { isReady, removeEntry } from '../album-index/entry-changes.ts';
import { scheduleIndexing } from '../album-index/schedule.ts';
import { countRemoval } from '../ingest/quota.ts';
import type { Store } from '../ports/documents.ts';
import type { Originals, Renditions } from '../ports/objects.ts';
import type { PartTask, Queue } from '../ports/queue.ts';
import type { Clock, Log } from '../ports/system.ts';
import { commitFailure, NO_RESULT } from '../processing/commit-result.ts';
import { enqueueSubmissions } from '../submissions/submissions-of-item.ts';
import { isShown, jobOf, jobPath, type StreamJob } from './stream-job.ts';

/** The ports of ending a stream. */
export interface EndPorts {
  readonly store: Store;
  readonly originals: Originals;
  readonly renditions: Renditions;
  readonly queue: Queue;
  readonly clock: Clock;
  readonly log: Log;
}

/** How many documents one transaction removes. */
const BATCH = 400;

/** Removes the documents of a stream, its job last, so that an interrupted removal is repeated. */
export async function removeStream(store: Store, library: LibraryId, item: ItemId): Promise<void> {
  for (;;) {
    const parts = await store.find(paths.streamParts(library, item), { limit: BATCH });
    await store.transact((tx) => {
      for (const { path } of parts) tx.remove(path);
      if (parts.length < BATCH) tx.remove(paths.stream(library, item));
      return Promise.resolve();
    });
    if (parts.length < BATCH) return;
  }
}

/** Withdraws an item that shows a part of a stream which cannot be completed. Returns the albums that showed it; undefined if it shows none. */
function withdraw(
  { store, clock }: EndPorts,
  task: PartTask,
  job: StreamJob,
  failure: Failure,
): Promise<readonly AlbumId[] | undefined> {
  const { library, item: id } = task;
  return store.transact(async (tx) => {
    const [jobFields, fields] = await tx.readAll([jobPath(task), paths.item(library, id)]);
    const item = fields && readItem(fields);
    if (jobOf(jobFields, task)?.id !== job.id || !item || !isShown(item, job)) return undefined;
    const now = clock.now();
    const albums = albumsWithEntry(item);
    if (isReady(item)) for (const album of albums) removeEntry(tx, { library, album, id }, item, now);
    const isDamaged = failure === 'damaged';
    if (isDamaged) countRemoval(tx, library, id, item.size);
    // Whatever is uploaded in place of damaged bytes begins anew; otherwise a retry is the next rev.
    const nothing = isDamaged && {
      ...NO_RESULT,
      kind: undefined,
      format: undefined,
      variants: undefined,
      token: undefined,
    };
    tx.update(paths.item(library, id), {
      ...nothing,
      state: 'failed',
      failure,
      progress: undefined,
      changed: new Date(now),
    });
    return albums;
  });
}

/** Ends a stream that cannot be completed: its item fails, also if it was shown already. A reprocessed item stays ready with its old rev. */
export async function failStream(ports: EndPorts, task: PartTask, job: StreamJob, failure: Failure): Promise<void> {
  const { store, originals, renditions, log } = ports;
  const { library, item: id, rev } = task;
  const fields = await store.read(paths.item(library, id));
  const item = fields && readItem(fields);
  // An original that was processed before had the right bytes; this is an error in reading it.
  const isNew = item?.state === 'processing' && item.rev === rev && !item.mediaInfo;
  if (failure === 'damaged' && item && (isNew || isShown(item, job)))
    await originals.remove(originalName(library, id), task.generation);
  const albums = await withdraw(ports, task, job, failure);
  if (!albums) await commitFailure(ports, task, { rev }, failure);
  await renditions.removeAll(renditionFolder(library, id, rev));
  await removeStream(store, library, id);
  await scheduleIndexing(ports, library, albums ?? [], 'changed');
  await enqueueSubmissions(ports, library, id);
  log('stream processing failed', { ...task, part: String(task.part), failure });
}
