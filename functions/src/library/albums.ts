import {
  MAX_ALBUMS,
  paths,
  readersOf,
  readAlbum,
  isTrashed,
  TRASH,
  ApiError,
  type Album,
  type AlbumId,
  type Audience,
  type ApiRequest,
  type ApiResponse,
  type Circles,
  type ItemId,
  type Library,
  type LibraryId,
} from '@maru/model';
import type { Store } from '../ports/documents.ts';
import type { Clock, Ids } from '../ports/system.ts';
import type { Queue } from '../ports/queue.ts';
import type { Caller } from '../access/caller.ts';
import { isReady, setEntry } from '../album-index/entry-changes.ts';
import { scheduleIndexing } from '../album-index/schedule.ts';
import { takeFromTrash } from '../trash/moves.ts';
import { readItems, readItemsWithVideos } from '../trash/items-with-videos.ts';
import { displayName, requireLibrary, requireMembers } from './people.ts';
import { circlesOf, logActivity } from '../sharing/sharing-state.ts';

/** Throws ApiError if an audience names a non-member or a missing circle. */
export function requireValidAudience(audience: Audience, library: Pick<Library, 'roles'>, circles: Circles): void {
  if (audience.kind === 'library') return;
  requireMembers(library, audience.people);
  if (audience.circles.some((id) => !circles.has(id))) throw new ApiError('invalid-request');
}

/** Reads an album; throws ApiError if it does not exist or was deleted. */
export async function requireAlbum(from: Pick<Store, 'read'>, library: LibraryId, album: AlbumId): Promise<Album> {
  const fields = await from.read(paths.album(library, album));
  const found = fields && readAlbum(fields);
  if (!found || found.deletedAt !== undefined) throw new ApiError('not-found');
  return found;
}

/** The audience without duplicates. */
export const distinct = (audience: Audience): Audience =>
  audience.kind === 'library'
    ? audience
    : { kind: 'people', people: [...new Set(audience.people)], circles: [...new Set(audience.circles)] };

/** Creates an album. One that is not for the whole library is logged as activity. */
export async function createAlbum(
  { store, clock, ids }: { store: Store; clock: Clock; ids: Ids },
  caller: Caller,
  { library, title, audience }: ApiRequest<'createAlbum'>,
): Promise<ApiResponse<'createAlbum'>> {
  const album = ids.album();
  await requireLibrary(store, library, caller, 'create-album');
  if ((await store.count(paths.albums(library))) >= MAX_ALBUMS) throw new ApiError('limit-reached');
  await store.transact(async (tx) => {
    const found = await requireLibrary(tx, library, caller, 'create-album');
    const circles = await circlesOf(tx, library);
    requireValidAudience(audience, found, circles);
    const sharing = { audience: distinct(audience), guests: {} };
    const at = clock.now();
    tx.set(paths.album(library, album), {
      ...sharing,
      title,
      by: caller.uid,
      readers: readersOf(sharing, found, circles),
      guestUploads: 'no',
      count: 0,
      createdAt: new Date(at),
    });
    if (audience.kind !== 'library')
      logActivity(tx, library, { type: 'shared', target: title, at, by: caller.uid, byName: displayName(caller) }, ids);
  });
  return { album };
}

/**
 * Adds items to an album; those still processing get their entries when they are ready. One in the trash leaves it and is in this album only,
 * like a new upload. Returns those that are new to it.
 */
export async function addToAlbum(
  { store, clock, queue }: { store: Store; clock: Clock; queue: Queue },
  caller: Caller,
  { library, album, items }: ApiRequest<'addToAlbum'>,
): Promise<ApiResponse<'addToAlbum'>> {
  const { added, isRestored } = await store.transact(async (tx) => {
    await requireLibrary(tx, library, caller, 'add-items');
    await requireAlbum(tx, library, album);
    const found = await readItems(tx, library, items);
    const trashed = [...found].filter(([, item]) => isTrashed(item)).map(([id]) => id);
    const itemsWithVideos = await readItemsWithVideos(tx, library, trashed);
    const now = clock.now();
    const isNew: ItemId[] = [];
    for (const itemWithVideo of itemsWithVideos.filter(({ item }) => !item.isPurging)) {
      takeFromTrash(tx, library, itemWithVideo, [album], now);
      isNew.push(itemWithVideo.id);
    }
    for (const [id, item] of found) {
      if (isTrashed(item) || item.albums.includes(album)) continue;
      tx.update(paths.item(library, id), { albums: [...item.albums, album], changed: new Date(now) });
      if (isReady(item)) setEntry(tx, { library, album, id }, item, now);
      isNew.push(id);
    }
    return { added: isNew, isRestored: itemsWithVideos.length > 0 };
  });
  if (isRestored) await scheduleIndexing({ queue, clock }, library, [TRASH], 'changed');
  // Also if nothing is new: an earlier call may have ended before this line.
  await scheduleIndexing({ queue, clock }, library, [album], 'added');
  return { added };
}
