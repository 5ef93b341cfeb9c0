import {
  INTERACTIVE_ITEMS,
  isOnlyOfGuest,
  MAX_SMALL_BYTES,
  originalName,
  paths,
  sniff,
  type Item,
  type ItemId,
  type LibraryId,
} from '@maru/model';
import type { Store } from '../ports/documents.ts';
import type { Originals } from '../ports/objects.ts';
import type { ProcessingQueue, ProcessTask, Queue } from '../ports/queue.ts';

interface QueuePorts {
  readonly store: Store;
  readonly originals: Originals;
  readonly queue: Queue;
}

/** Whether an original needs a video instance: it is video or audio, by its first bytes, or too large for the others. */
async function needsVideoInstance(
  { originals }: QueuePorts,
  { library, item }: ProcessTask,
  size: number,
): Promise<boolean> {
  if (size > MAX_SMALL_BYTES) return true;
  const kind = sniff(await originals.head(originalName(library, item)))?.kind;
  return kind === 'video' || kind === 'sound';
}

/** Whether the uploader has many items in processing: a bulk upload, in which nobody waits for a single item. */
async function isBulk({ store }: QueuePorts, { library }: ProcessTask, { uploader }: Pick<Item, 'uploader'>) {
  const limit = INTERACTIVE_ITEMS + 1;
  const query = { where: ['uploader', '==', uploader], and: ['state', '==', 'processing'], limit } as const;
  return (await store.count(paths.items(library), query)) >= limit;
}

/**
 * Enqueues an item where it delays nobody: videos in queues of their own, one for guests and one for members; reprocessing and bulk uploads
 * apart from the few photos that someone is waiting for.
 */
export async function enqueueProcessing(
  ports: QueuePorts,
  task: ProcessTask,
  item: Pick<Item, 'uploader' | 'size' | 'guest' | 'mediaInfo' | 'albums'>,
  isReprocessing = false,
): Promise<void> {
  const [isVideo, bulk] = await Promise.all([
    needsVideoInstance(ports, task, item.size),
    isReprocessing || isBulk(ports, task, item),
  ]);
  const videoQueue = isOnlyOfGuest(item) ? 'processGuestVideo' : 'processVideo';
  const queue: ProcessingQueue = isVideo ? videoQueue : bulk ? 'processBulk' : 'processItem';
  await ports.queue.processItem(task, queue);
}

/** Enqueues an item with the generation that its original has now. */
export async function enqueueCurrent(
  ports: QueuePorts,
  library: LibraryId,
  id: ItemId,
  item: Parameters<typeof enqueueProcessing>[2],
  isReprocessing = false,
): Promise<void> {
  const stat = await ports.originals.stat(originalName(library, id));
  await enqueueProcessing(ports, { library, item: id, generation: stat?.generation ?? 'none' }, item, isReprocessing);
}
