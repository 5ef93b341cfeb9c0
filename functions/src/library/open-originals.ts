import {
  can,
  fileNameOf,
  canDownloadItem,
  originalName,
  paths,
  principalOf,
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
 * may download it; missing items, hidden ones and ones that were never processed are left out alike. The original of a section is that of its video, for
 * those who see all of that too, in `album` or as owner or editor.
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
  const view = { library: found, id: album, album: readAlbum(albumFields), uid: caller.uid };
  const visible = ids.flatMap((id, i) => {
    const item = fields[i] && readItem(fields[i]);
    return item?.mediaInfo && canDownloadItem(view, item) ? [{ id, item }] : [];
  });
  const videos = [...new Set(visible.flatMap(({ item }) => item.motionVideo ?? item.sectionOf?.item ?? []))];
  const videoFields = await store.readAll(videos.map((id) => paths.item(library, id)));
  const videoItems = new Map(videos.map((id, i) => [id, videoFields[i] && readItem(videoFields[i])]));
  const seesEveryItem = can(principalOf(found, caller.uid), 'view-items');

  /** The original of `id`, to be saved with those of `of`. */
  async function open(of: ItemId, id: ItemId, item: Item | undefined): Promise<Original[]> {
    if (!item?.mediaInfo) return [];
    const object = originalName(library, id);
    const stat = await originals.stat(object);
    if (!stat) return [];
    const name = savedName(fileNameOf(item.fileName), item.mediaInfo.format);
    return [{ item: of, original: id, name, size: stat.size, url: await originals.signedUrl(object, name) }];
  }
  /** The original of the video that `of` is a section of. */
  function openWhole(of: ItemId, id: ItemId): Promise<Original[]> {
    const video = videoItems.get(id);
    const canDownload = video && (seesEveryItem || canDownloadItem(view, video));
    return canDownload ? open(of, id, video) : Promise.resolve([]);
  }

  const opened = await Promise.all(
    visible.flatMap(({ id, item }) => [
      item.sectionOf ? openWhole(id, item.sectionOf.item) : open(id, id, item),
      ...(item.motionVideo === undefined ? [] : [open(id, item.motionVideo, videoItems.get(item.motionVideo))]),
    ]),
  );
  return { originals: opened.flat() };
}
