import * as v from 'valibot';
import { isAlbumId, isLibraryId, type AlbumId, type LibraryId } from '../ids.ts';
import { guarded, parse } from '../schema.ts';

/** The library and album that a person visited last, or was invited to: in `users/{uid}`, for new devices. */
export interface LastVisited {
  readonly library: LibraryId;
  readonly album?: AlbumId;
}

const lastVisitedSchema = v.object({
  lastLibrary: v.exactOptional(guarded(isLibraryId)),
  lastAlbum: v.exactOptional(guarded(isAlbumId)),
});

/** Reads the last visited place from a person's document, undefined if there is none; throws BadDocument. */
export function readLastVisited(value: unknown): LastVisited | undefined {
  const { lastLibrary: library, lastAlbum: album } = parse('user', lastVisitedSchema, value);
  return library === undefined ? undefined : { library, ...(album !== undefined && { album }) };
}

/** Converts the last visited place to fields of a person's document. */
export const writeLastVisited = ({ library, album }: LastVisited): { lastLibrary: LibraryId; lastAlbum?: AlbumId } => ({
  lastLibrary: library,
  ...(album !== undefined && { lastAlbum: album }),
});
