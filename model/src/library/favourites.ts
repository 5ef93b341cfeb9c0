import * as v from 'valibot';
import { isAlbumId, type ItemId } from '../ids.ts';
import { guarded, type DocumentOf } from '../schema.ts';
import { readOwnItems } from './own-items.ts';

const placeSchema = v.object({
  /** The album in which it was added to the favourites. */
  album: guarded(isAlbumId),
  /** The sort key that its entry had (`sortKeyOf`), by which its sheet is found. */
  sortKey: v.string(),
});

/** Where a favourite's entry was. It grants nothing: the entry is read under the rules of its album. */
export type FavouritePlace = DocumentOf<typeof placeSchema>;

/** One person's favourites in one library, by item: `users/{uid}/favourites/{L}`, read and written by that person only. */
export type Favourites = Readonly<Record<ItemId, FavouritePlace>>;

/** Reads the document of a person's favourites without those that are invalid; throws BadDocument if it has no map of them. */
export const readFavourites = (value: unknown): Favourites => readOwnItems('favourites', placeSchema, value);
