import type { AlbumId } from '@maru/model/ids';
import type { ChoosableAlbum } from '#lib/features/albums/choosable-album.ts';
import type { App } from '#lib/state/app.svelte.ts';
import type { LibraryView } from '#lib/state/library.svelte.ts';
import { audienceText } from './audience.ts';

/** The albums of a library to choose from, except one. */
export const albumChoices = (app: App, view: LibraryView, except: AlbumId): ChoosableAlbum[] =>
  (view.albums ?? []).flatMap(([id, album]) => {
    if (id === except) return [];
    const { title, cover } = album;
    const coverUrl = cover && app.urlOf(view.id, cover, cover.file);
    return { id, title, detail: audienceText(album, view), coverUrl, thumbhash: cover?.thumbhash };
  });
