import type { AlbumId } from '@maru/model';

/** An album that can be chosen. */
export interface ChoosableAlbum {
  readonly id: AlbumId;
  readonly title: string;
  /** Who sees it. */
  readonly detail: string;
  readonly coverUrl?: string | undefined;
  readonly thumbhash?: string | undefined;
}
