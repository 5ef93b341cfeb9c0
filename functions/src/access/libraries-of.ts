import { paths, readLibrary, type Library, type LibraryId, type Uid } from '@maru/model';
import type { Store } from '../ports/documents.ts';

/** The libraries that a person is a member of, also those that are scheduled for deletion. `source`: the store, or a transaction. */
export async function librariesOf(
  source: Pick<Store, 'find'>,
  uid: Uid,
): Promise<{ readonly id: LibraryId; readonly library: Library }[]> {
  const found = await source.find(paths.libraries(), { where: ['members', 'array-contains', uid] });
  return found.map(({ id, fields }) => ({ id: id as LibraryId, library: readLibrary(fields) }));
}
