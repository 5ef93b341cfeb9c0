import {
  type Album,
  type AlbumId,
  isItemId,
  isTrashed,
  type ItemId,
  justAfter,
  type Library,
  type LibraryId,
  paths,
  readAlbum,
  readLibrary,
  RESTORE_ALBUM_S,
  TRASH,
  type Uid,
} from '@maru/model';
import { isReady, setEntry } from '../album-index/entry-changes.ts';
import { scheduleIndexing } from '../album-index/schedule.ts';
import type { BulkDelete } from '../ports/deletion.ts';
import type { Fields, Transaction } from '../ports/documents.ts';
import { isRevoking } from '../trash/request-rotation.ts';
import { createTrash, isTrashable, removeAlbumFromItem, moveToTrash } from '../trash/moves.ts';
import { groupsToMove } from '../trash/trash-items.ts';
import { isOpen, readAlbums, readItemsWithVideos, type ItemWithVideo } from '../trash/items-with-videos.ts';
import { sweepEach, type SweepPorts as CommonPorts } from './sweep-each.ts';

interface SweepPorts extends CommonPorts {
  readonly removal: Pick<BulkDelete, 'documents'>;
}

/** Deleted albums and items that one query reads. */
const [ALBUMS, ITEMS] = [20, 100];
/** How long one sweep works on a library's deleted albums, in milliseconds; the next one continues. */
const RUN_MS = 20_000;
/** The clocks of functions may differ by this much: a restore must not meet a removal. Milliseconds. */
const SKEW_MS = 30_000;

/** The place and the library of a deleted album. */
interface Place {
  readonly library: LibraryId;
  readonly album: AlbumId;
  readonly found: Library;
}

/** Whether an album was deleted and can no longer be restored at `now` (ms). */
const isDue = ({ deletedAt = Infinity }: Album, now: number): boolean =>
  now >= deletedAt + RESTORE_ALBUM_S * 1000 + SKEW_MS;

/** The album into which a deleted one was merged, or that one in turn; undefined if there is none any more. */
async function mergeTarget(
  from: Pick<Transaction, 'readAll'>,
  library: LibraryId,
  { mergedInto }: Album,
): Promise<AlbumId | undefined> {
  if (mergedInto === undefined) return undefined;
  const target = (await readAlbums(from, library, [mergedInto])).get(mergedInto);
  if (!target) return undefined;
  return target.deletedAt === undefined ? mergedInto : mergeTarget(from, library, target);
}

/** Takes an item out of the album, into another one if that is given. Otherwise one that is in no other goes to the trash, unless it has no bytes. */
function takeOut(
  tx: Transaction,
  { library, album }: Place,
  itemWithVideo: ItemWithVideo,
  albums: ReadonlyMap<AlbumId, Album>,
  now: number,
  into: AlbumId | undefined,
): void {
  const { id, item } = itemWithVideo;
  const isElsewhere = into !== undefined || item.albums.some((one) => one !== album && isOpen(albums.get(one)));
  if (!isElsewhere && isTrashable(item)) moveToTrash(tx, library, itemWithVideo, albums, now);
  else if (isReady(item) && !isTrashed(item)) {
    tx.remove(paths.entry(library, album, id));
    const isNew = into !== undefined && item.albums.includes(album) && !item.albums.includes(into);
    if (isNew) setEntry(tx, { library, album: into, id }, item, now);
  }
  removeAlbumFromItem(tx, library, itemWithVideo, album, now, into);
}

/** Takes a group of items out of the album in one transaction. Returns whether all of them left: an item that is being uploaded cannot yet. */
function leaveInGroup({ store, clock }: SweepPorts, place: Place, group: readonly ItemId[]): Promise<boolean> {
  const { library, album, found } = place;
  return store.transact(async (tx) => {
    const itemsWithVideos = (await readItemsWithVideos(tx, library, group)).filter(({ item, video }) =>
      [item, video?.item].some((one) => one?.albums.includes(album)),
    );
    const albums = await readAlbums(tx, library, [album, TRASH, ...itemsWithVideos.flatMap(({ item }) => item.albums)]);
    const now = clock.now();
    const deleted = albums.get(album);
    if (!deleted || !isDue(deleted, now)) return false;
    const into = await mergeTarget(tx, library, deleted);
    const leaving = itemsWithVideos.filter(({ item }) => item.state !== 'uploading');
    if (leaving.length > 0 && !albums.has(TRASH)) createTrash(tx, library, found, deleted.by, now);
    for (const itemWithVideo of leaving) takeOut(tx, place, itemWithVideo, albums, now, into);
    return leaving.length === itemsWithVideos.length;
  });
}

/** Takes all items out of the album until the time `end` (ms), and returns whether it is empty. */
async function emptyAlbum(ports: SweepPorts, place: Place, end: number): Promise<boolean> {
  const { store, clock } = ports;
  const { library, album } = place;
  let isEmpty = true;
  let from = '';
  for (let isMore = true; isMore;) {
    if (clock.now() >= end) return false;
    const after = from === '' ? {} : { startAt: from };
    const query = { where: ['albums', 'array-contains', album], limit: ITEMS, ...after } as const;
    const page = (await store.find(paths.items(library), query)).map(({ id }) => id).filter(isItemId);
    isMore = page.length === ITEMS;
    from = justAfter(page.at(-1) ?? from);
    for (const group of groupsToMove(await readItemsWithVideos(store, library, page)))
      isEmpty = (await leaveInGroup(ports, place, group)) && isEmpty;
  }
  return isEmpty;
}

/** Declines the submissions that wait for the album, and removes its guests' memberships and the invites for guests. */
function removeAccess({ store }: SweepPorts, { library, album }: Place): Promise<void> {
  return store.transact(async (tx) => {
    const fields = await tx.read(paths.album(library, album));
    if (!fields) return;
    const of = ['album', '==', album] as const;
    const invites = await tx.find(paths.invites(), { where: of, and: ['as', '==', 'guest'] });
    const waiting = await tx.find(paths.submissions(library), { where: of, and: ['state', '==', 'pending'] });
    for (const { path } of invites) tx.remove(path);
    for (const { path } of waiting) tx.update(path, { state: 'declined', needsCleanup: true });
    for (const uid of Object.keys(readAlbum(fields).guests)) tx.remove(paths.guestMembership(uid as Uid, album));
  });
}

/**
 * Removes a library's deleted albums that can no longer be restored, in bounded steps that may be repeated: their items, then their guests,
 * invites and submissions, then their documents. Waits for rotations, which find items by their entries. Returns how many are gone.
 */
export async function sweepDeletedAlbums(ports: SweepPorts, library: LibraryId, fields: Fields): Promise<number> {
  const { store, clock, log, removal } = ports;
  const now = clock.now();
  const until = new Date(now - RESTORE_ALBUM_S * 1000);
  const deleted = await store.find(paths.albums(library), {
    between: ['deletedAt', new Date(0), until],
    limit: ALBUMS,
  });
  return sweepEach(log, library, 'album', deleted, async (one) => {
    const album = readAlbum(one.fields);
    if (!isDue(album, now) || (await isRevoking(store, library))) return false;
    const place = { library, album: one.id as AlbumId, found: readLibrary(fields) };
    const isEmpty = await emptyAlbum(ports, place, now + RUN_MS);
    const into = await mergeTarget(store, library, album);
    await scheduleIndexing(ports, library, into === undefined ? [TRASH] : [TRASH, into], 'changed');
    if (!isEmpty) return false;
    await removeAccess(ports, place);
    await removal.documents(paths.album(library, place.album));
    return true;
  });
}
