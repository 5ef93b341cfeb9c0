import {
  MAX_ALBUMS,
  paths,
  readersOf,
  readItem,
  ApiError,
  writeEntry,
  type Audience,
  type ApiRequest,
  type ApiResponse,
  type Circles,
  type Item,
  type Library,
  type MediaInfo,
} from '@maru/model';
import type { Store } from '../ports/documents.ts';
import type { Clock, Ids } from '../ports/system.ts';
import type { Queue } from '../ports/queue.ts';
import type { Caller } from '../access/caller.ts';
import { displayName, requireLibrary, requireMembers } from './people.ts';
import { circlesOf, logActivity } from '../sharing/sharing-state.ts';

/** Throws ApiError where an audience names somebody who is no member, or a circle that is not there. */
export function requireAlbumOf(audience: Audience, library: Pick<Library, 'roles'>, circles: Circles): void {
  if (audience.kind === 'library') return;
  requireMembers(library, audience.people);
  if (audience.circles.some((id) => !circles.has(id))) throw new ApiError('invalid-request');
}

/** The same audience, everybody once. */
export const distinct = (audience: Audience): Audience =>
  audience.kind === 'library'
    ? audience
    : { kind: 'people', people: [...new Set(audience.people)], circles: [...new Set(audience.circles)] };

/** Makes an album for an audience of members. Owners are told of one that is for some of them only. */
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
    requireAlbumOf(audience, found, circles);
    const chosen = { audience: distinct(audience), guests: {} };
    const at = clock.now();
    tx.set(paths.album(library, album), {
      ...chosen,
      title,
      by: caller.uid,
      readers: readersOf(chosen, found, circles),
      guestUploads: 'no',
      count: 0,
      createdAt: new Date(at),
      summarizedAt: new Date(0),
    });
    if (audience.kind !== 'library')
      logActivity(tx, library, { type: 'shared', target: title, at, by: caller.uid, byName: displayName(caller) }, ids);
  });
  return { album };
}

/** What an item needs to be seen in an album; the video of a Live Photo is seen with its photo. */
export const isReady = (item: Item): item is Item & { mediaInfo: MediaInfo; token: string } =>
  item.state === 'ready' && item.motionOf === undefined && item.mediaInfo !== undefined && item.token !== undefined;

/** Puts items into an album: what is ready at once, the rest when it is made. Gives how many were not in it before. */
export async function addToAlbum(
  { store, clock, queue }: { store: Store; clock: Clock; queue: Queue },
  caller: Caller,
  { library, album, items }: ApiRequest<'addToAlbum'>,
): Promise<ApiResponse<'addToAlbum'>> {
  const wanted = [...new Set(items)];
  const added = await store.transact(async (tx) => {
    await requireLibrary(tx, library, caller, 'add-items');
    if (!(await tx.read(paths.album(library, album)))) throw new ApiError('not-found');
    const found = await tx.readAll(wanted.map((item) => paths.item(library, item)));
    const now = clock.now();
    let count = 0;
    for (const [i, id] of wanted.entries()) {
      const fields = found[i];
      if (!fields) continue;
      const item = readItem(fields);
      if (item.albums.includes(album)) continue;
      tx.update(paths.item(library, id), { albums: [...item.albums, album], changed: new Date(now) });
      if (isReady(item)) tx.set(paths.entry(library, album, id), writeEntry(item, album, now));
      count += 1;
    }
    return count;
  });
  // Also when nothing is new: a call before may have ended between the two.
  await queue.summarizeAlbum({ library, album, at: clock.now() });
  return { added };
}
