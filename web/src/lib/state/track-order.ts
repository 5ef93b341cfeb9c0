import type { EntryRow } from '@maru/model/album-index/order';

/** A larger album is not looked through each time that it changes. */
export const MAX_SONGS = 500;
/** More than the tracks of a disc. */
const DISC = 1000;

const placeOf = ([, { song }]: EntryRow): number => (song?.disc ?? 1) * DISC + (song?.track ?? 0);

/** Returns rows in the order of their discs and tracks; undefined unless all are songs of one album that state their track. */
export function inTrackOrder(rows: readonly EntryRow[]): EntryRow[] | undefined {
  const album = rows[0]?.[1].song?.album;
  const isOneAlbum = rows.every(([, { song }]) => song?.album === album && song?.track !== undefined);
  return album !== undefined && isOneAlbum ? rows.toSorted((a, b) => placeOf(a) - placeOf(b)) : undefined;
}
