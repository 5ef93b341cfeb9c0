import type { TvScreen } from './routes/tv/tv-screen.ts';

declare global {
  namespace App {
    interface PageState {
      /** Whether the viewer was opened from its album's grid, to which Back leads. */
      fromAlbum?: boolean;
      /** 1 while tiles of the grid are being selected, 2 while one is being picked for them. Back leads to the level below. */
      selectionLevel?: number;
      /** What a TV shows. Back leads to the screen before. */
      tv?: TvScreen;
    }
  }
}

export {};
