import {
  albumsFor,
  ALL,
  isTrashed,
  TRASH,
  paths,
  readAlbum,
  readItem,
  type Album,
  type AlbumId,
  type GuestAddition,
  type LibraryId,
  type Submission,
} from '@maru/model';
import type { Fields, Transaction } from '../ports/documents.ts';
import { isReady, setEntry } from '../album-index/entry-changes.ts';
import { takeFromTrash } from '../trash/moves.ts';
import { readItemsWithVideos, type ItemWithVideo } from '../trash/items-with-videos.ts';

/** A submission with its item and album, as read in a transaction. */
export interface SubmissionContext extends ItemWithVideo {
  readonly library: LibraryId;
  readonly submission: Submission;
  readonly album: Album;
}

/** Reads the item and album of a submission; undefined if one of them is gone or the album was deleted. */
export async function readSubmissionContext(
  tx: Transaction,
  library: LibraryId,
  submission: Submission,
): Promise<SubmissionContext | undefined> {
  if (submission.item === undefined) return undefined;
  const [albumFields, fields] = await tx.readAll([
    paths.album(library, submission.album),
    paths.item(library, submission.item),
  ]);
  const album = albumFields && readAlbum(albumFields);
  if (!album || album.deletedAt !== undefined || !fields) return undefined;
  const item = readItem(fields);
  const [itemWithVideo = { id: submission.item, item }] =
    isTrashed(item) && item.motionOf === undefined ? await readItemsWithVideos(tx, library, [submission.item]) : [];
  return { ...itemWithVideo, library, submission, album };
}

const asFields = (additions: Readonly<Record<AlbumId, GuestAddition>>): Fields =>
  Object.fromEntries(Object.entries(additions).map(([album, one]) => [album, { ...one, at: new Date(one.at) }]));

/**
 * Adds a guest's item to the submission's album, and to `all` if that shows it to nobody else. An item that the library had keeps its
 * uploader but is shown as the guest's in this album. One in the trash leaves it and is in these albums only. Returns the albums that changed.
 */
export function acceptSubmission(
  tx: Transaction,
  { library, submission, id, item, video, album }: SubmissionContext,
  now: number,
): AlbumId[] {
  const isFromTrash = isTrashed(item);
  const before = isFromTrash ? [] : item.albums;
  const albums = albumsFor(submission.album, album.audience, ALL).filter((one) => !before.includes(one));
  if (albums.length === 0) return albums;
  const isGuestsItem = item.guest !== undefined && item.uploader === submission.by;
  const guestAdditions =
    isGuestsItem || !albums.includes(submission.album)
      ? item.guestAdditions
      : {
          ...item.guestAdditions,
          [submission.album]: { by: submission.by, guest: submission.name, at: submission.at },
        };
  const next = { ...item, albums: [...before, ...albums], ...(guestAdditions && { guestAdditions }) };
  tx.update(paths.item(library, id), {
    albums: next.albums,
    ...(guestAdditions && { guestAdditions: asFields(guestAdditions) }),
    // The guest sent the video of a Live Photo, which stays in the trash without it.
    ...(isFromTrash && { motionOf: undefined }),
    changed: new Date(now),
  });
  if (isFromTrash) {
    const { motionOf: _, ...own } = next;
    takeFromTrash(tx, library, { id, item: own, ...(video && { video }) }, albums, now);
    return [...albums, TRASH];
  }
  if (isReady(next)) for (const one of albums) setEntry(tx, { library, album: one, id }, next, now);
  return albums;
}
