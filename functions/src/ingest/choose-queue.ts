import { INTERACTIVE_ITEMS, isOnlyOfGuest, MAX_SMALL_BYTES, originalName, paths, sniff, type Item } from '@maru/model';
import type { Store } from '../ports/documents.ts';
import type { Originals } from '../ports/objects.ts';
import type { ProcessingQueue, ProcessTask, Queue } from '../ports/queue.ts';

interface LinePorts {
  readonly store: Store;
  readonly originals: Originals;
  readonly queue: Queue;
}

/** Whether an original wants the machine of films: it is one, by its first bytes, or nothing else has room for it. */
async function isHeavy({ originals }: LinePorts, { library, item }: ProcessTask, size: number): Promise<boolean> {
  if (size > MAX_SMALL_BYTES) return true;
  const kind = sniff(await originals.head(originalName(library, item)))?.kind;
  return kind === 'video' || kind === 'sound';
}

/** Whether whoever brought an item has many on their way: an import, in which one more or less is not waited for. */
async function isOneOfMany({ store }: LinePorts, { library }: ProcessTask, { uploader }: Pick<Item, 'uploader'>) {
  const limit = INTERACTIVE_ITEMS + 1;
  const question = { where: ['uploader', '==', uploader], and: ['state', '==', 'processing'], limit } as const;
  return (await store.count(paths.items(library), question)) >= limit;
}

/**
 * Lets an item be made, in the queue where it keeps nobody waiting: films by themselves, and those of guests apart from the
 * family's; what is made again, and what is one of
 * many that a person adds, behind the few that somebody looks out for.
 */
export async function enqueueProcessing(
  ports: LinePorts,
  task: ProcessTask,
  item: Pick<Item, 'uploader' | 'size' | 'guest' | 'mediaInfo' | 'albums'>,
  isAgain = false,
): Promise<void> {
  const [heavy, many] = await Promise.all([isHeavy(ports, task, item.size), isAgain || isOneOfMany(ports, task, item)]);
  const films = isOnlyOfGuest(item) ? 'processGuestVideo' : 'processVideo';
  const queue: ProcessingQueue = heavy ? films : many ? 'processBulk' : 'processItem';
  await ports.queue.processItem(task, queue);
}
