import * as v from 'valibot';
import { guarded, mapOf, parse, type DocumentOf } from '../schema.ts';
import { isAlbumId, isItemId } from '../ids.ts';

const placeSchema = v.object({
  /** The album in which it was added to the favourites. */
  album: guarded(isAlbumId),
  /** The sort key that its entry had (`sortKeyOf`), by which its sheet is found. */
  sortKey: v.string(),
});

/** Where a favourite's entry was. It grants nothing: the entry is read under the rules of its album. */
export type FavouritePlace = DocumentOf<typeof placeSchema>;

const favouritesSchema = v.object({ items: v.exactOptional(mapOf(isItemId, placeSchema), {}) });

/** One person's favourites in one library, by item: `users/{uid}/favourites/{L}`, read and written by that person only. */
export type Favourites = DocumentOf<typeof favouritesSchema>['items'];

/** Validates the document of a person's favourites; throws BadDocument. */
export const readFavourites = (value: unknown): Favourites => parse('favourites', favouritesSchema, value).items;
