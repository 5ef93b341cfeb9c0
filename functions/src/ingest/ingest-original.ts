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
import { chooseQueue, type ItemPlace } from './choose-queue.ts';
import { enqueueSubmissions } from '../submissions/submissions-of-item.ts';
import { checkQuota, countUpload, type QuotaCheck } from './quota.ts';

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

/** Why an upload is deleted, with its text in the log. */
const REFUSALS = {
  'over-quota': 'over the quota',
  'not-allowed': 'the uploader may not add items any more',
  // The announcement expired during the upload.
  'not-announced': 'not announced',
} as const;

/** What accepting an upload takes, read before its transaction, which locks the library's document. */
interface Preparation {
  readonly quota: QuotaCheck;
  readonly queue: ProcessingQueue;
}

/** Reads what accepting an upload takes, at once: somebody waits for the photo. Resolves to undefined if the item is not announced. */
async function prepare(ports: FinalizedPorts, { library, item }: ItemPlace): Promise<Preparation | undefined> {
  const fields = await ports.store.read(paths.item(library, item));
  if (!fields) return undefined;
  const announced = readItem(fields);
  const [quota, queue] = await settleAll(
    checkQuota(ports.store, library, announced, ports.clock.now()),
    chooseQueue(ports, { library, item }, announced),
  );
  return { quota, queue };
}

/** The queue of an accepted upload, the reason why it is deleted, or why it is ignored. */
type Arrival = { readonly queue: ProcessingQueue } | keyof typeof REFUSALS | { readonly why: string };

/** Marks an item as processing and counts its upload, unless it is refused. */
function acceptUpload(
  { store, clock }: FinalizedPorts,
  { library, item }: ItemPlace,
  { quota, queue }: Preparation,
): Promise<Arrival> {
  const path = paths.item(library, item);
  const now = clock.now();
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
  const [isCurrent, prepared] = await settleAll(
    ports.originals.reset(object.name, object.generation),
    prepare(ports, parsed),
  );
  if (!isCurrent) return ignored('the object is gone or was replaced');
  const arrival = prepared ? await acceptUpload(ports, parsed, prepared) : 'not-announced';
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
