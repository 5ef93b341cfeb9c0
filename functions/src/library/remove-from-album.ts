import { ApiError, isTrashed, type AlbumId, type ApiRequest, type ApiResponse, type LibraryId } from '@maru/model';
import type { Caller } from '../access/caller.ts';
import { removeEntry, isReady } from '../album-index/entry-changes.ts';
import { scheduleIndexing } from '../album-index/schedule.ts';
import type { Transaction } from '../ports/documents.ts';
import { enqueueRotation, type SharingPorts } from '../sharing/sharing-state.ts';
import { isLostBySomeone, isRevoking, requestRotation } from '../trash/request-rotation.ts';
import { leaveAlbum } from '../trash/moves.ts';
import { isOpen, readAlbums, readUnits, type Unit } from '../trash/units.ts';
import { requireLibrary } from './people.ts';
import { writeGroups } from './write-groups.ts';

/** Documents that the removal of one item writes: it and its video, its entry and a tombstone. */
const WRITES = 4;

/** Reads these items and their albums. Throws ApiError if the album does not exist, or an item in it is in no other. */
async function readRemoval(from: Pick<Transaction, 'readAll'>, library: LibraryId, album: AlbumId, ids: Unit['id'][]) {
  const units = await readUnits(from, library, ids);
  const albums = await readAlbums(from, library, [album, ...units.flatMap(({ item }) => item.albums)]);
  const found = albums.get(album);
  if (!isOpen(found)) throw new ApiError('not-found');
  const removals = units
    .filter(({ item }) => !isTrashed(item) && item.albums.includes(album))
    .map((unit) => {
      const others = unit.item.albums
        .filter((one) => one !== album)
        .map((one) => albums.get(one))
        .filter(isOpen);
      // It would be visible nowhere.
      if (others.length === 0) throw new ApiError('invalid-request');
      return { unit, isLost: isLostBySomeone([found], others) };
    });
  return { count: units.length, removals };
}

/**
 * Removes items from an album. A reader of the album who sees an item in no other album loses it: its token is rotated. A call that was
 * interrupted may be repeated.
 */
export async function removeFromAlbum(
  ports: SharingPorts,
  caller: Caller,
  { library, album, items }: ApiRequest<'removeFromAlbum'>,
): Promise<ApiResponse<'removeFromAlbum'>> {
  const { store, clock, ids } = ports;
  await requireLibrary(store, library, caller, 'remove-from-album');
  // All of them, before the first is removed.
  const { count } = await readRemoval(store, library, album, items);
  for (const group of writeGroups(items.map((id) => [id, WRITES]))) {
    const rotation = await store.transact(async (tx) => {
      await requireLibrary(tx, library, caller, 'remove-from-album');
      const { removals } = await readRemoval(tx, library, album, group);
      const mustRotate = await isRevoking(tx, library);
      const now = clock.now();
      for (const { unit } of removals) {
        const { id, item } = unit;
        leaveAlbum(tx, library, unit, album, now);
        if (isReady(item)) removeEntry(tx, { library, album, id }, item, now);
      }
      const lost = removals.filter(({ isLost }) => mustRotate || isLost).map(({ unit }) => unit);
      return requestRotation(tx, library, lost, now, ids);
    });
    await enqueueRotation(ports, library, rotation);
  }
  // Also if nothing was removed: an earlier call may have ended before this line.
  await scheduleIndexing(ports, library, [album], 'changed');
  return { removed: count };
}
