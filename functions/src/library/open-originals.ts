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
  type Item,
  type ItemId,
} from '@maru/model';
import type { Store } from '../ports/documents.ts';
import type { Originals } from '../ports/objects.ts';
import type { Caller } from '../access/caller.ts';
import { requirePermission } from './people.ts';

type Original = ApiResponse<'openOriginals'>['originals'][number];

/**
 * Opens the originals of items under their file names with the extension of the detected format. The caller must see each item in `album` and
 * may download it; missing items, hidden ones and ones that were never processed are left out alike.
 */
export async function openOriginals(
  { store, originals }: { store: Store; originals: Originals },
  caller: Caller,
  { library, album, items }: ApiRequest<'openOriginals'>,
): Promise<ApiResponse<'openOriginals'>> {
  const ids = [...new Set(items)];
  const [libraryFields, albumFields, ...fields] = await store.readAll([
    paths.library(library),
    paths.album(library, album),
    ...ids.map((id) => paths.item(library, id)),
  ]);
  const found = libraryFields && readLibrary(libraryFields);
  if (!found) throw new ApiError('forbidden');
  requirePermission(found, caller, 'download-original');
  if (!albumFields) return { originals: [] };
  const viewer = { library: found, albums: new Map([[album, readAlbum(albumFields)]]), uid: caller.uid };
  const visible = ids.flatMap((id, i) => {
    const item = fields[i] && readItem(fields[i]);
    return item?.mediaInfo && canViewItem(viewer, item, 'export', album) ? [{ id, item }] : [];
  });
  const videos = visible.flatMap(({ item }) => item.motionVideo ?? []);
  const videoFields = await store.readAll(videos.map((id) => paths.item(library, id)));
  const videoItems = new Map(videos.map((id, i) => [id, videoFields[i] && readItem(videoFields[i])]));

  /** The original of `id`, to be saved with those of `of`. */
  async function open(of: ItemId, id: ItemId, item: Item | undefined): Promise<Original[]> {
    if (!item?.mediaInfo) return [];
    const object = originalName(library, id);
    const stat = await originals.stat(object);
    if (!stat) return [];
    const name = savedName(fileNameOf(item.fileName), item.mediaInfo.format);
    return [{ item: of, name, size: stat.size, url: await originals.signedUrl(object, name) }];
  }
  const opened = await Promise.all(
    visible.flatMap(({ id, item }) => [
      open(id, id, item),
      ...(item.motionVideo === undefined ? [] : [open(id, item.motionVideo, videoItems.get(item.motionVideo))]),
    ]),
  );
  return { originals: opened.flat() };
}
