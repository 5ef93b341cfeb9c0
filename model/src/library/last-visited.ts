import { isAlbumId, isLibraryId, type AlbumId, type LibraryId } from '../ids.ts';
import { Reader } from '../read.ts';

/** Where somebody was last, or what an invite named: in `users/{uid}`, for a device of theirs that remembers nothing. */
export interface LastVisited {
  readonly library: LibraryId;
  readonly album?: AlbumId;
}

/** The landing that a person's document holds, or undefined where it holds none; throws BadDocument. */
export function readLastVisited(value: unknown): LastVisited | undefined {
  const r = new Reader('user', value);
  const library = r.maybe('lastLibrary', (field) => r.is(field, isLibraryId));
  const album = r.maybe('lastAlbum', (field) => r.is(field, isAlbumId));
  return library === undefined ? undefined : { library, ...(album !== undefined && { album }) };
}

/** A landing as the fields of a person's document. */
export const writeLastVisited = ({ library, album }: LastVisited): { lastLibrary: LibraryId; lastAlbum?: AlbumId } => ({
  lastLibrary: library,
  ...(album !== undefined && { lastAlbum: album }),
});
