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

/** The shards of a library's counter: every upload writes to it. */
const SHARDS = 8;

const counterOf = (library: LibraryId, item: ItemId): string => paths.counter(library, item.charCodeAt(0) % SHARDS);

const counterSchema = v.object({ bytes: v.optional(number, 0) });

/** The bytes of a library's originals. */
async function storedBytes(store: Store, library: LibraryId): Promise<number> {
  const shards = Array.from({ length: SHARDS }, (_, n) => paths.counter(library, n));
  const found = await store.readAll(shards);
  return found.reduce((sum, one) => sum + parse('counter', counterSchema, one ?? {}).bytes, 0);
}

/** Whether an upload exceeds a quota, and the bytes of the library if they were summed for this. */
export interface QuotaCheck {
  readonly isExceeded: boolean;
  readonly storedBytes?: number;
}

/** How long the sum of a library's bytes is used, in milliseconds. */
const SUM_MS = 600_000;

/**
 * Checks an upload against the quota of its library and its uploader's day. Its reads are not part of a transaction, so that uploads do not
 * contend: simultaneous ones, and those of some minutes, may exceed the quota together.
 */
export async function checkQuota(
  store: Store,
  library: LibraryId,
  { uploader, size }: Pick<Item, 'uploader' | 'size'>,
  now: number,
): Promise<QuotaCheck> {
  const day = readDailyUsage(await store.read(paths.dailyUsage(library, uploader, dayOf(now))));
  if (now < day.storedAt + SUM_MS && !exceedsQuota(size, day, day.storedBytes)) return { isExceeded: false };
  const stored = await storedBytes(store, library);
  return { isExceeded: exceedsQuota(size, day, stored), storedBytes: stored };
}

/** Counts an upload: its bytes for the library, and item and bytes for the uploader's day, with the sum of the check. */
export function countUpload(
  tx: Transaction,
  library: LibraryId,
  id: ItemId,
  item: Item,
  now: number,
  { storedBytes }: Pick<QuotaCheck, 'storedBytes'> = {},
): void {
  const sum = storedBytes === undefined ? {} : { storedBytes, storedAt: new Date(now) };
  tx.add(
    paths.dailyUsage(library, item.uploader, dayOf(now)),
    { items: 1, bytes: item.size },
    { ...expiryAfter(now, COUNTER_DAYS), ...sum },
  );
  tx.add(counterOf(library, id), { bytes: item.size });
}

/** Counts the removal of an item's bytes. */
export const countRemoval = (tx: Transaction, library: LibraryId, id: ItemId, bytes: number): void => {
  tx.add(counterOf(library, id), { bytes: -bytes });
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
