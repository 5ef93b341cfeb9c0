import type { AlbumId, ItemId } from '@maru/model/ids';
import { afterNavigate, goto } from '$app/navigation';
import type { LibraryView } from '#lib/state/library.svelte.ts';
import { routes } from '../../../routes.ts';

/** Opens photos from a page that is no album, and finds the photo to return to. Create it with the page. */
export class OpenPhoto {
  /** The item that was open before this page, to focus it. */
  returnTo = $state<ItemId>();

  constructor() {
    afterNavigate(({ from }) => {
      this.returnTo = from?.params?.['item'] as ItemId | undefined;
    });
  }

  /** Opens an item in an album; Back returns to the page. */
  async open({ id }: LibraryView, album: AlbumId, item: ItemId): Promise<void> {
    await goto(routes.item(id, album, item), { state: { fromAlbum: true } });
  }
}
