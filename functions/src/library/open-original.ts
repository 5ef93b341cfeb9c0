import {
  fileNameOf,
  canViewItem,
  originalName,
  paths,
  readAlbum,
  readItem,
  readLibrary,
  ApiError,
  savedName,
  type ApiRequest,
  type ApiResponse,
} from '@maru/model';
import type { Store } from '../ports/documents.ts';
import type { Originals } from '../ports/objects.ts';
import type { Caller } from '../access/caller.ts';
import { requirePermission } from './people.ts';

/** A URL that saves an original under its file name with the extension of its detected format. The caller must see it in `album` and may download it. */
export async function openOriginal(
  { store, originals }: { store: Store; originals: Originals },
  caller: Caller,
  { library, album, item }: ApiRequest<'openOriginal'>,
): Promise<ApiResponse<'openOriginal'>> {
  const [libraryFields, albumFields, fields] = await store.readAll([
    paths.library(library),
    paths.album(library, album),
    paths.item(library, item),
  ]);
  const found = libraryFields && readLibrary(libraryFields);
  if (!found) throw new ApiError('forbidden');
  requirePermission(found, caller, 'download-original');
  const known = fields && readItem(fields);
  // One error for a missing item, one that they cannot see and one that was never processed.
  if (!albumFields || !known?.mediaInfo) throw new ApiError('not-found');
  const viewer = { library: found, albums: new Map([[album, readAlbum(albumFields)]]), uid: caller.uid };
  if (!canViewItem(viewer, known, 'export', album)) throw new ApiError('not-found');
  const name = originalName(library, item);
  if (!(await originals.stat(name))) throw new ApiError('not-found');
  return { url: await originals.signedUrl(name, savedName(fileNameOf(known.fileName), known.mediaInfo.format)) };
}
