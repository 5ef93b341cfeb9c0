import { ALL, TRASH, type AlbumId } from '@maru/model/ids';
import type { AlbumOrder } from '@maru/model/library/album';
import { albumsWithEntry, type ItemPlaces } from '@maru/model/library/item';
import { m } from '#lib/paraglide/messages.js';
import { FAVOURITES } from '#lib/state/favourites/favourite-entries.svelte.ts';
import type { LibraryView } from '#lib/state/library.svelte.ts';

const BUILT_IN = new Map([
  [ALL, { title: m.nav_all_photos, back: m.back_to_all }],
  [FAVOURITES, { title: m.favourites_title, back: m.favourites_back }],
  [TRASH, { title: m.trash_title, back: m.trash_back }],
]);

/** The title of an album; the app's name while it is unknown. */
export const albumTitle = (view: Pick<LibraryView, 'album'>, album: AlbumId): string =>
  BUILT_IN.get(album)?.title() ?? view.album(album)?.title ?? m.app_name();

/** The label of Back from an item to its album. */
export const backToAlbum = (album: AlbumId): string => (BUILT_IN.get(album)?.back ?? m.back_to_album)();

/** The order in which the grid and the viewer show an album: that of its `entries`, which may be by date although the album's is by hand. */
export function albumOrder(view: Pick<LibraryView, 'album' | 'entries'>, album: AlbumId): AlbumOrder {
  if (BUILT_IN.has(album)) return 'newest-first';
  const order = view.album(album)?.order ?? 'oldest-first';
  return order === 'by-hand' && !view.entries(album).isReordered ? 'oldest-first' : order;
}

/** The album in which an item is opened from another page: the one that is open if that shows it, else the first that does. */
export function albumShowing(item: ItemPlaces, open: string | undefined): AlbumId | undefined {
  const albums = albumsWithEntry(item);
  return albums.find((album) => album === open) ?? albums[0];
}
