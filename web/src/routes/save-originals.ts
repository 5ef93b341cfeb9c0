import { groupBy } from '@maru/model/group-by';
import type { AlbumId, ItemId } from '@maru/model/ids';
import { saveTarget } from '#lib/features/download/save-target.ts';
import { FAVOURITES } from '#lib/state/favourites/favourite-entries.svelte.ts';
import type { LibraryView } from '#lib/state/library.svelte.ts';
import type { Saving } from '#lib/state/saving/saving.svelte.ts';

interface Selection {
  readonly album: AlbumId;
  readonly items: readonly ItemId[];
  /** The name of the album. */
  readonly title: string;
}

/** Opens originals; those of favourites in the albums that display them. */
export const opener = (view: LibraryView, album: AlbumId) => async (items: ItemId[]) => {
  const byAlbum = groupBy(items, (item) => (album === FAVOURITES ? view.favouriteEntries.albumOf(item) : album));
  const opened = [...byAlbum].map(
    async ([of, items]) => (await view.call('openOriginals', { album: of, items })).originals,
  );
  return (await Promise.all(opened)).flat();
};

/** Saves originals of an album on this device, in the background; `FloatingNotices` shows how far it is. */
export function saveOriginals(saving: Saving, view: LibraryView, { album, items, title }: Selection): void {
  const target = saveTarget(items.length, navigator);
  saving.start({ items, title, target, isSharing: false, open: opener(view, album) });
}

/** Opens the share sheet of this device with originals of an album. Only where `isShareable`. */
export function sendOriginals(saving: Saving, view: LibraryView, { album, items, title }: Selection): void {
  saving.start({ items, title, target: 'share-sheet', isSharing: true, open: opener(view, album) });
}
