import type { AlbumId } from '@maru/model/ids';

/** What a TV shows of its albums, as an entry of the browser's history: an album, and over it a slideshow or one of its entries. */
export interface TvScreen {
  readonly album: AlbumId;
  /** The entry that is shown, or was shown last, by its index in the order of the album. */
  readonly index: number;
  readonly shows: 'album' | 'entry' | 'slideshow';
}
