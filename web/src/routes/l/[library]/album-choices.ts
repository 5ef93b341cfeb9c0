import type { AlbumId } from '@maru/model/ids';
import type { ChoosableAlbum } from '#lib/features/albums/choosable-album.ts';
import type { App } from '#lib/state/app.svelte.ts';
import type { LibraryView } from '#lib/state/library.svelte.ts';
import { audienceText } from './audience.ts';

/** The albums of a library to choose from, except one. */
export const albumChoices = (app: App, view: LibraryView, except: AlbumId): ChoosableAlbum[] =>
  (view.albums ?? []).flatMap(([id, album]) => {
    if (id === except) return [];
    return { id, title: album.title, detail: audienceText(album, view), ...app.coverImage(view.id, album.cover) };
  });
