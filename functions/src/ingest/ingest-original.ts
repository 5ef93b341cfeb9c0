import {
  isFromClient,
  hasLostBytes,
  can,
  parseOriginalName,
  paths,
  principalOf,
  readItem,
  readLibrary,
  type Item,
  type ItemId,
  type LibraryId,
} from '@maru/model';
import type { Fields, Store } from '../ports/documents.ts';
import type { Clock } from '../ports/system.ts';
import type { Originals } from '../ports/objects.ts';
import type { ProcessingQueue, Queue } from '../ports/queue.ts';
import { settleAll } from '../concurrency/concurrency.ts';
import { chooseQueue } from './choose-queue.ts';
import { enqueueSubmissions } from '../submissions/submissions-of-item.ts';
import { checkQuota, countUpload } from './quota.ts';

/** Whether an event was acted on; `why` not is for the log. */
export type IngestOutcome = { readonly act: true } | { readonly act: false; readonly why: string };

const ignored = (why: string): IngestOutcome => ({ act: false, why });

interface FinalizedPorts {
  readonly store: Store;
  readonly originals: Originals;
  readonly queue: Queue;
  readonly clock: Clock;
}

/** Whether this item expects an upload. An item whose bytes were removed does: an object that exists now is a later upload. */
const isAwaited = (item: Item): boolean => item.state === 'uploading' || hasLostBytes(item);

/**
 * Whether the uploader may still add items: the rules checked this when the item was announced, and its upload may end a week later. A
 * guest is checked when their item is added to its album.
 */
const mayStillAdd = (item: Item, library: Fields | undefined): boolean =>
  item.guest !== undefined ||
  (library !== undefined && can(principalOf(readLibrary(library), item.uploader), 'add-items'));

const REPLACED = 'the object is gone or was replaced';

/** Why an upload is deleted, with its text in the log. */
const REFUSALS = {
  'over-quota': 'over the quota',
  'not-allowed': 'the uploader may not add items any more',
  // The announcement expired during the upload.
  'not-announced': 'not announced',
} as const;

/** The queue of an accepted upload, the reason why it is deleted, or why it is ignored. */
type Arrival = { readonly queue: ProcessingQueue } | keyof typeof REFUSALS | { readonly why: string };

/**
 * Marks an item as processing and counts its upload, unless it is refused. What takes long is read at once, because somebody waits for the
 * photo, and before the transaction, which locks the library's document. Writes only after the object is held.
 */
async function acceptUpload(
  ports: FinalizedPorts,
  { library, item }: { readonly library: LibraryId; readonly item: ItemId },
  holding: Promise<boolean>,
): Promise<Arrival> {
  const { store, clock } = ports;
  const path = paths.item(library, item);
  const announcement = await store.read(path);
  if (!announcement) return 'not-announced';
  const announced = readItem(announcement);
  const now = clock.now();
  const [isCurrent, quota, queue] = await settleAll(
    holding,
    checkQuota(store, library, announced, now),
    chooseQueue(ports, { library, item }, announced),
  );
  if (!isCurrent) return { why: REPLACED };
  return store.transact(async (tx) => {
    const [fields, libraryFields] = await tx.readAll([path, paths.library(library)]);
    if (!fields) return 'not-announced';
    const known = readItem(fields);
    if (!isAwaited(known)) return { why: `the item is ${known.state}` };
    if (!mayStillAdd(known, libraryFields)) return 'not-allowed';
    const changed = new Date(now);
    if (quota.isExceeded) {
      tx.update(path, { state: 'failed', failure: 'over-quota', changed });
      return 'over-quota';
    }
    tx.update(path, { state: 'processing', failure: undefined, changed });
    countUpload(tx, library, item, known, now, quota);
    return { queue };
  });
}

/** Deletes the announcement of someone who may not add items any more, so that others can announce the file. */
const deleteAnnouncement = ({ store }: FinalizedPorts, library: LibraryId, item: ItemId): Promise<void> =>
  store.transact(async (tx) => {
    const [fields, libraryFields] = await tx.readAll([paths.item(library, item), paths.library(library)]);
    if (!fields) return;
    const known = readItem(fields);
    if (isAwaited(known) && !mayStillAdd(known, libraryFields)) tx.remove(paths.item(library, item));
  });

/**
 * Handles a completed upload to the originals bucket: resets its metadata, holds it, marks its item as processing and enqueues it. Repeated
 * and late events change nothing. Deletes uploads over the quota, by someone who may not add items any more, without an announcement, or
 * with a name that does not parse.
 */
export async function ingestOriginal(
  ports: FinalizedPorts,
  object: { name: string; generation: string },
): Promise<IngestOutcome> {
  const parsed = parseOriginalName(object.name);
  if (!parsed) {
    // A name with a trailing slash, which the rules accept as the item's: nothing reads it, and its uploader could share it by its token.
    if (isFromClient(object.name)) await ports.originals.remove(object.name, object.generation);
    return ignored('not the name of an original');
  }
  const { library, item } = parsed;
  const holding = ports.originals.reset(object.name, object.generation);
  const [isCurrent, arrival] = await settleAll(holding, acceptUpload(ports, parsed, holding));
  if (!isCurrent) return ignored(REPLACED);
  if (typeof arrival === 'string') {
    // The object first: if the rest is lost, the announcement expires.
    await ports.originals.remove(object.name, object.generation);
    if (arrival === 'not-allowed') await deleteAnnouncement(ports, library, item);
    await enqueueSubmissions(ports, library, item);
    return ignored(REFUSALS[arrival]);
  }
  if ('why' in arrival) return ignored(arrival.why);
  await ports.queue.processItem({ library, item, generation: object.generation }, arrival.queue);
  return { act: true };
}
