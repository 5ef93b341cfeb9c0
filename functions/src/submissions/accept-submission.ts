import {
  ALL,
  albumsFor,
  paths,
  readAlbum,
  readItem,
  writeEntry,
  type Album,
  type AlbumId,
  type GuestAddition,
  type Item,
  type ItemId,
  type LibraryId,
  type Submission,
} from '@maru/model';
import type { Fields, Transaction } from '../ports/documents.ts';
import { isReady } from '../library/albums.ts';

/** What an offer is about, as a transaction has read it. */
export interface SubmissionContext {
  readonly library: LibraryId;
  readonly offer: Submission;
  readonly id: ItemId;
  readonly item: Item;
  readonly album: Album;
}

/** Reads what an offer is about; undefined where its album or its item is gone. */
export async function readSubmissionContext(
  tx: Transaction,
  library: LibraryId,
  offer: Submission,
): Promise<SubmissionContext | undefined> {
  if (offer.item === undefined) return undefined;
  const [shared, fields] = await tx.readAll([paths.album(library, offer.album), paths.item(library, offer.item)]);
  if (!shared || !fields) return undefined;
  return { library, offer, id: offer.item, item: readItem(fields), album: readAlbum(shared) };
}

const asFields = (guestAdditions: Readonly<Record<AlbumId, GuestAddition>>): Fields =>
  Object.fromEntries(Object.entries(guestAdditions).map(([album, one]) => [album, { ...one, at: new Date(one.at) }]));

/**
 * Puts what a guest brought into its album, and into `all` where that shows it to nobody more. Whoever uploaded it first stays
 * its uploader; in this album it is the guest's, as if the library had never had it. Gives the albums that changed.
 */
export function acceptSubmission(
  tx: Transaction,
  { library, offer, id, item, album }: SubmissionContext,
  now: number,
): AlbumId[] {
  const into = albumsFor(offer.album, album.audience, ALL).filter((one) => !item.albums.includes(one));
  if (into.length === 0) return into;
  const isTheirs = item.guest !== undefined && item.uploader === offer.by;
  const guestAdditions =
    isTheirs || !into.includes(offer.album)
      ? item.guestAdditions
      : { ...item.guestAdditions, [offer.album]: { by: offer.by, guest: offer.name, at: offer.at } };
  const next = { ...item, albums: [...item.albums, ...into], ...(guestAdditions && { guestAdditions }) };
  tx.update(paths.item(library, id), {
    albums: next.albums,
    ...(guestAdditions && { guestAdditions: asFields(guestAdditions) }),
    changed: new Date(now),
  });
  if (isReady(next)) for (const one of into) tx.set(paths.entry(library, one, id), writeEntry(next, one, now));
  return into;
}
