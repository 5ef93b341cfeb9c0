import {
  instant,
  isItemId,
  MAX_ITEMS_PER_ADD,
  parse,
  paths,
  TRASH,
  type AlbumId,
  type ApiRequest,
  type ApiResponse,
  type ItemId,
  type LibraryId,
} from '@maru/model';
import * as v from 'valibot';
import type { Caller } from '../access/caller.ts';
import type { EntryPorts } from '../album-index/entry-changes.ts';
import { scheduleIndexing } from '../album-index/schedule.ts';
import { forEachConcurrently } from '../concurrency/concurrency.ts';
import { requireLibrary } from '../library/people.ts';
import { writeGroups } from '../library/write-groups.ts';
import type { Fields, Transaction } from '../ports/documents.ts';
import { hasSections } from '../sections/sections-of.ts';
import { deleteFromTrash } from './moves.ts';
import { readItemsWithVideos } from './items-with-videos.ts';

/** Documents that the deletion of one item writes: it and its video, its entry and a tombstone. */
const WRITES = 4;
/** How many transactions run at once. */
const CONCURRENCY = 5;
/** How long one call empties the trash, in milliseconds; the purge does the rest. */
const EMPTY_MS = 20_000;

/** How many items were deleted, and how many videos are kept in the trash because sections of them exist. */
interface Deleted {
  readonly count: number;
  readonly kept: number;
}

/**
 * Deletes those of these items that were moved to the trash at or before `until` (ms), except videos with sections that stay. `check` runs first in each
 * transaction. Adds the albums of all items to `albums`.
 */
async function deleteItems(
  { store, clock }: EntryPorts,
  library: LibraryId,
  items: readonly ItemId[],
  until: number,
  check: (tx: Transaction) => Promise<unknown>,
  albums: Set<AlbumId>,
): Promise<Deleted> {
  let [count, kept] = [0, 0];
  const leaving = new Set(items);
  const groups = writeGroups(items.map((id) => [id, WRITES]));
  await forEachConcurrently(CONCURRENCY, groups, async (group) => {
    const deleted = await store.transact(async (tx) => {
      await check(tx);
      const itemsWithVideos = await readItemsWithVideos(tx, library, group);
      const due = itemsWithVideos.filter(({ item }) => item.trashedAt !== undefined && item.trashedAt <= until);
      const isKept = await Promise.all(due.map(({ id, item }) => hasSections(tx, library, id, item, leaving)));
      for (const { item } of itemsWithVideos) for (const album of item.albums) albums.add(album);
      const deleted = due.filter((_, n) => !isKept[n]);
      for (const itemWithVideo of deleted) deleteFromTrash(tx, library, itemWithVideo, clock.now());
      return { count: deleted.length, kept: due.length - deleted.length };
    });
    count += deleted.count;
    kept += deleted.kept;
  });
  return { count, kept };
}

/** Deletes everything that was moved to the trash at or before `dueAt` (ms), except what is kept, until the time `end` (ms). */
export async function deleteTrashed(
  ports: EntryPorts,
  library: LibraryId,
  dueAt: number,
  end: number,
  check: (tx: Transaction) => Promise<unknown> = () => Promise.resolve(),
): Promise<Deleted> {
  const { store, clock } = ports;
  let [count, kept] = [0, 0];
  const albums = new Set<AlbumId>([TRASH]);
  while (clock.now() < end) {
    const until = new Date(dueAt + 1);
    const query = { between: ['trashedAt', new Date(0), until], limit: CONCURRENCY * MAX_ITEMS_PER_ADD } as const;
    const due = (await store.find(paths.items(library), query)).map(({ id }) => id).filter(isItemId);
    const deleted = await deleteItems(ports, library, due, dueAt, check, albums);
    kept = deleted.kept;
    if (deleted.count === 0) break;
    count += deleted.count;
  }
  // Also the albums that an item was in: the call that moved it to the trash may have ended before it scheduled them.
  if (count > 0) await scheduleIndexing(ports, library, [...albums], 'changed');
  return { count, kept };
}

const keptIn = (kept: number): { kept?: number } => (kept > 0 ? { kept } : {});

/** Deletes items from the trash for ever. Items that are not in the trash stay, and so do videos with sections that stay. */
export async function purgeItems(
  ports: EntryPorts,
  caller: Caller,
  { library, items }: ApiRequest<'purgeItems'>,
): Promise<ApiResponse<'purgeItems'>> {
  const albums = new Set<AlbumId>([TRASH]);
  const check = (tx: Transaction) => requireLibrary(tx, library, caller, 'purge-items');
  const { kept } = await deleteItems(ports, library, items, Infinity, check, albums);
  // Also if nothing was deleted: an earlier call may have ended before this line.
  await scheduleIndexing(ports, library, [...albums], 'changed');
  return keptIn(kept);
}

const emptiedSchema = v.object({ emptiedAt: v.optional(instant, 0) });

/** When the trash was emptied last (ms), from its document; 0 if never. */
export const emptiedAtOf = (trash: Fields | undefined): number => parse('album', emptiedSchema, trash ?? {}).emptiedAt;

/** Deletes everything in the trash for ever. Its document records when, so that the purge deletes what is left. */
export async function emptyTrash(
  ports: EntryPorts,
  caller: Caller,
  { library }: ApiRequest<'emptyTrash'>,
): Promise<ApiResponse<'emptyTrash'>> {
  const { store, clock } = ports;
  const now = clock.now();
  const exists = await store.transact(async (tx) => {
    await requireLibrary(tx, library, caller, 'purge-items');
    const trash = await tx.read(paths.album(library, TRASH));
    if (trash) tx.update(paths.album(library, TRASH), { emptiedAt: new Date(now) });
    return trash !== undefined;
  });
  if (!exists) return {};
  const check = (tx: Transaction) => requireLibrary(tx, library, caller, 'purge-items');
  const { kept } = await deleteTrashed(ports, library, now, now + EMPTY_MS, check);
  await scheduleIndexing(ports, library, [TRASH], 'changed');
  return keptIn(kept);
}
