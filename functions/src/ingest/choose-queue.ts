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

/** An item of a library. */
export type ItemPlace = Pick<ProcessTask, 'library' | 'item'>;

interface QueuePorts {
  readonly store: Store;
  readonly originals: Originals;
}

/** Whether an original needs a video instance: it is video or audio, by its first bytes, or too large for the others. */
async function needsVideoInstance(
  { originals }: QueuePorts,
  { library, item }: ItemPlace,
  size: number,
): Promise<boolean> {
  if (size > MAX_SMALL_BYTES) return true;
  const kind = sniff(await originals.head(originalName(library, item)))?.kind;
  return kind === 'video' || kind === 'sound';
}

/** Whether the uploader has many items in processing: a bulk upload, in which nobody waits for a single item. */
async function isBulk({ store }: QueuePorts, { library }: ItemPlace, { uploader }: Pick<Item, 'uploader'>) {
  const limit = INTERACTIVE_ITEMS;
  const query = { where: ['uploader', '==', uploader], and: ['state', '==', 'processing'], limit } as const;
  return (await store.count(paths.items(library), query)) >= limit;
}

type QueuedItem = Pick<Item, 'uploader' | 'size' | 'guest' | 'mediaInfo' | 'albums' | 'sectionOf'>;

/**
 * Chooses the queue in which an item delays nobody: videos in queues of their own, one for guests and one for members; reprocessing and bulk uploads apart
 * from the few photos that someone is waiting for; sections after the parts of streams. `inBulk` is whether nobody waits for it, if that is known.
 */
export async function chooseQueue(
  ports: QueuePorts,
  place: ItemPlace,
  item: QueuedItem,
  inBulk?: boolean,
): Promise<ProcessingQueue> {
  if (item.sectionOf) return 'processChunk';
  const [isVideo, bulk] = await Promise.all([
    needsVideoInstance(ports, place, item.size),
    inBulk ?? isBulk(ports, place, item),
  ]);
  if (isVideo) return isOnlyOfGuest(item) ? 'processGuestVideo' : 'processVideo';
  return bulk ? 'processBulk' : 'processItem';
}

/** Enqueues an item in the queue that is chosen for it. */
export async function enqueueProcessing(
  ports: QueuePorts & { readonly queue: Queue },
  task: ProcessTask,
  item: QueuedItem,
  inBulk?: boolean,
): Promise<void> {
  await ports.queue.processItem(task, await chooseQueue(ports, task, item, inBulk));
}

/** The generation in the task of an item without an original. */
export const NO_GENERATION = 'none';

/** Enqueues an item with the generation that its original has now. */
export async function enqueueCurrent(
  ports: QueuePorts & { readonly queue: Queue },
  library: LibraryId,
  id: ItemId,
  item: QueuedItem,
  inBulk?: boolean,
): Promise<void> {
  const stat = await ports.originals.stat(originalName(library, id));
  await enqueueProcessing(ports, { library, item: id, generation: stat?.generation ?? NO_GENERATION }, item, inBulk);
}
