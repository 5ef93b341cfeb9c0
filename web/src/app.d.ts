declare global {
  namespace App {
    interface PageState {
      /** Whether the viewer was opened from its album's grid, to which Back leads. */
      fromAlbum?: boolean;
      /** Whether tiles of the grid are being selected, which Back ends. */
      isSelecting?: boolean;
    }
  }
}

export {};
