import {
  isFromClient,
  hasLostBytes,
  can,
  originalName,
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
import type { Queue } from '../ports/queue.ts';
import { enqueueProcessing } from './choose-queue.ts';
import { enqueueSubmissions } from '../submissions/submissions-of-item.ts';
import { countUpload, isOverQuota } from './quota.ts';

/** What became of an event: `why` is for the log. */
export type IngestOutcome = { readonly act: true } | { readonly act: false; readonly why: string };

const ignored = (why: string): IngestOutcome => ({ act: false, why });

interface FinalizedPorts {
  readonly store: Store;
  readonly originals: Originals;
  readonly queue: Queue;
  readonly clock: Clock;
}

/** Whether an original of this item has still to come. One whose bytes were removed waits, too: an object that is there now came after it. */
const isAwaited = (item: Item): boolean => item.state === 'uploading' || hasLostBytes(item);

/**
 * Whether whoever announced an item may still add: rules asked when it was announced, and its bytes may come a week later. What
 * a guest brought is asked about when it goes into its album.
 */
const isStillTheirs = (item: Item, house: Fields | undefined): boolean =>
  item.guest !== undefined || (house !== undefined && can(principalOf(readLibrary(house), item.uploader), 'add-items'));

/** Uploads whose bytes are removed again, and what the log says of them. */
const UNWANTED = {
  'over-quota': 'it is too much',
  'not-theirs': 'who announced it may not add any more',
  // Its announcement expired while it was on its way.
  'not-announced': 'nobody announced it',
} as const;

/** What an arrival came to: made, too much, of somebody who may not add any more, or nothing that anybody waited for. */
type Arrival = { readonly taken: Item } | keyof typeof UNWANTED | { readonly why: string };

/** Marks an item whose original arrived, or says that it is too much. */
async function arrive({ store, clock }: FinalizedPorts, library: LibraryId, item: ItemId): Promise<Arrival> {
  const path = paths.item(library, item);
  const announced = await store.read(path);
  if (!announced) return 'not-announced';
  const now = clock.now();
  const exceedsQuota = await isOverQuota(store, library, readItem(announced), now);
  return store.transact(async (tx) => {
    const [fields, house] = await tx.readAll([path, paths.library(library)]);
    if (!fields) return 'not-announced';
    const known = readItem(fields);
    if (!isAwaited(known)) return { why: `it is ${known.state}` };
    if (!isStillTheirs(known, house)) return 'not-theirs';
    const changed = new Date(now);
    if (exceedsQuota) {
      tx.update(path, { state: 'failed', failure: 'over-quota', changed });
      return 'over-quota';
    }
    tx.update(path, { state: 'processing', failure: undefined, changed });
    countUpload(tx, library, item, known, now);
    return { taken: known };
  });
}

/** Takes back what somebody announced who may not add any more, so that the next who brings the bytes begins anew. */
const takeBack = ({ store }: FinalizedPorts, library: LibraryId, item: ItemId): Promise<void> =>
  store.transact(async (tx) => {
    const [fields, house] = await tx.readAll([paths.item(library, item), paths.library(library)]);
    if (!fields) return;
    const known = readItem(fields);
    if (isAwaited(known) && !isStillTheirs(known, house)) tx.remove(paths.item(library, item));
  });

/**
 * An object is complete in the originals bucket. Resets its metadata, holds it, marks the item and enqueues it; events that
 * come twice or too late change nothing. What is too much is removed again: who brings the bytes another day takes over. So
 * is what comes from somebody who may not add any more, and an object that no item or submission is named after.
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
  const stat = await ports.originals.stat(originalName(library, item));
  if (!stat) return ignored('no such object any more');
  if (stat.generation !== object.generation) return ignored('another generation came after it');
  await ports.originals.reset(object.name);
  const arrival = await arrive(ports, library, item);
  if (typeof arrival === 'string') {
    // The object first: an end that was lost leaves an upload that never came.
    await ports.originals.remove(object.name, object.generation);
    if (arrival === 'not-theirs') await takeBack(ports, library, item);
    await enqueueSubmissions(ports, library, item);
    return ignored(UNWANTED[arrival]);
  }
  if ('why' in arrival) return ignored(arrival.why);
  await enqueueProcessing(ports, { library, item, generation: object.generation }, arrival.taken);
  return { act: true };
}
