import * as v from 'valibot';
import { isAlbumId, isLibraryId, type AlbumId, type LibraryId } from '../ids.ts';
import { guarded, parse } from '../schema.ts';

/** Where somebody was last, or what an invite named: in `users/{uid}`, for a device of theirs that remembers nothing. */
export interface LastVisited {
  readonly library: LibraryId;
  readonly album?: AlbumId;
}

const lastVisitedSchema = v.object({
  lastLibrary: v.exactOptional(guarded(isLibraryId)),
  lastAlbum: v.exactOptional(guarded(isAlbumId)),
});

/** Where a person was last, from their document, or undefined where it says nothing; throws BadDocument. */
export function readLastVisited(value: unknown): LastVisited | undefined {
  const { lastLibrary: library, lastAlbum: album } = parse('user', lastVisitedSchema, value);
  return library === undefined ? undefined : { library, ...(album !== undefined && { album }) };
}

/** The last visited place as fields of a person's document. */
export const writeLastVisited = ({ library, album }: LastVisited): { lastLibrary: LibraryId; lastAlbum?: AlbumId } => ({
  lastLibrary: library,
  ...(album !== undefined && { lastAlbum: album }),
});
