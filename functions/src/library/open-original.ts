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

/** A URL that saves an original under its own name with the extension of what it is, for somebody who sees it through this album and may keep it. */
export async function openOriginal(
  { store, originals }: { store: Store; originals: Originals },
  caller: Caller,
  { library, album, item }: ApiRequest<'openOriginal'>,
): Promise<ApiResponse<'openOriginal'>> {
  const [house, shared, fields] = await store.readAll([
    paths.library(library),
    paths.album(library, album),
    paths.item(library, item),
  ]);
  const found = house && readLibrary(house);
  if (!found) throw new ApiError('forbidden');
  requirePermission(found, caller, 'download-original');
  const known = fields && readItem(fields);
  // What is not there, what is not for them and what is in no picture yet answer alike.
  if (!shared || !known?.mediaInfo) throw new ApiError('not-found');
  const onlooker = { library: found, albums: new Map([[album, readAlbum(shared)]]), uid: caller.uid };
  if (!canViewItem(onlooker, known, 'export', album)) throw new ApiError('not-found');
  const name = originalName(library, item);
  if (!(await originals.stat(name))) throw new ApiError('not-found');
  return { url: await originals.signedUrl(name, savedName(fileNameOf(known.fileName), known.mediaInfo.format)) };
}
