import {
  ALL,
  ApiError,
  coverOf,
  paths,
  readEntry,
  summaryOf,
  type AlbumId,
  type ApiRequest,
  type ApiResponse,
  type ItemId,
  type LibraryId,
} from '@maru/model';
import type { Caller } from '../access/caller.ts';
import { readIndex } from '../album-index/stored-index.ts';
import type { Fields, Store, Transaction } from '../ports/documents.ts';
import { requireAlbum } from './albums.ts';
import { requireLibrary } from './people.ts';

/** The fields of an album with this item as its cover, or with the automatic cover (null). Throws ApiError unless the album shows the item as an image. */
async function coverFields(
  tx: Transaction,
  library: LibraryId,
  album: AlbumId,
  item: ItemId | null,
): Promise<Pick<Fields, 'cover' | 'chosenCover'>> {
  if (item === null) {
    const index = await readIndex(tx, library, album);
    return { cover: index && summaryOf(index.outline).cover, chosenCover: undefined };
  }
  const entry = await tx.read(paths.entry(library, album, item));
  if (!entry) throw new ApiError('not-found');
  const cover = coverOf(item, readEntry(entry));
  if (!cover) throw new ApiError('invalid-request');
  return { cover, chosenCover: item };
}

/** Sets the title, description, order or cover of an album; `all` has none of its own. */
export async function updateAlbum(
  { store }: { readonly store: Store },
  caller: Caller,
  { library, album, title, description, order, cover }: ApiRequest<'updateAlbum'>,
): Promise<ApiResponse<'updateAlbum'>> {
  if (album === ALL) throw new ApiError('invalid-request');
  await store.transact(async (tx) => {
    await requireLibrary(tx, library, caller, 'edit-album');
    await requireAlbum(tx, library, album);
    tx.update(paths.album(library, album), {
      ...(cover !== undefined && (await coverFields(tx, library, album, cover))),
      ...(title !== undefined && { title }),
      ...(order !== undefined && { order }),
      ...(description !== undefined && { description: description === '' ? undefined : description }),
    });
  });
  return {};
}
