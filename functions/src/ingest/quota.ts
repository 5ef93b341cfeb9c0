import {
  COUNTER_DAYS,
  dayOf,
  exceedsQuota,
  number,
  parse,
  paths,
  readDailyUsage,
  ProcessingError,
  videoToReserve,
  type Item,
  type ItemId,
  type LibraryId,
  type Uid,
} from '@maru/model';
import * as v from 'valibot';
import type { Store, Transaction } from '../ports/documents.ts';
import { expiryAfter } from '../maintenance/expiry.ts';

/** The shards of a library's counter: every upload and every processed item writes to it. */
const SHARDS = 8;

const counterOf = (library: LibraryId, item: ItemId): string => paths.counter(library, item.charCodeAt(0) % SHARDS);

const counterSchema = v.object({ bytes: v.optional(number, 0) });

/** The bytes of a library's originals. */
async function storedBytes(store: Store, library: LibraryId): Promise<number> {
  const shards = Array.from({ length: SHARDS }, (_, n) => paths.counter(library, n));
  const found = await store.readAll(shards);
  return found.reduce((sum, one) => sum + parse('counter', counterSchema, one ?? {}).bytes, 0);
}

/**
 * Whether an upload exceeds the quota of its library or its uploader's day. Checked outside the transaction that accepts it, so that uploads
 * do not contend; simultaneous ones may exceed the quota together.
 */
export async function isOverQuota(
  store: Store,
  library: LibraryId,
  { uploader, size }: Pick<Item, 'uploader' | 'size'>,
  now: number,
): Promise<boolean> {
  const day = readDailyUsage(await store.read(paths.dailyUsage(library, uploader, dayOf(now))));
  return exceedsQuota(size, day, await storedBytes(store, library));
}

/** Counts an upload: its bytes for the library, and item and bytes for the uploader's day. */
export function countUpload(tx: Transaction, library: LibraryId, id: ItemId, item: Item, now: number): void {
  tx.add(
    paths.dailyUsage(library, item.uploader, dayOf(now)),
    { items: 1, bytes: item.size },
    expiryAfter(now, COUNTER_DAYS),
  );
  tx.add(counterOf(library, id), { bytes: item.size });
}

/** Adds to a library's counters: items that became ready, bytes that were removed (negative). */
export const countUsage = (
  tx: Transaction,
  library: LibraryId,
  id: ItemId,
  change: { readonly items?: number; readonly bytes?: number },
): void => {
  tx.add(counterOf(library, id), change);
};

/** Reserves `seconds` of a guest's day for a video, or all that is left if undefined. Returns the reserved seconds; throws ProcessingError if less is left. */
export async function reserveVideo(
  tx: Transaction,
  library: LibraryId,
  uid: Uid,
  seconds: number | undefined,
  now: number,
): Promise<number> {
  const path = paths.dailyUsage(library, uid, dayOf(now));
  const reserved = videoToReserve(seconds, readDailyUsage(await tx.read(path)));
  if (reserved === undefined) throw new ProcessingError('video-quota');
  tx.add(path, { videoSeconds: reserved }, expiryAfter(now, COUNTER_DAYS));
  return reserved;
}

/** Returns unused seconds to the day (`at`, ms) on which they were reserved. */
export const returnVideo = (tx: Transaction, library: LibraryId, uid: Uid, seconds: number, at: number): void => {
  tx.add(paths.dailyUsage(library, uid, dayOf(at)), { videoSeconds: -seconds }, expiryAfter(at, COUNTER_DAYS));
};
