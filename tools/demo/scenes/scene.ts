import type { Canvas } from '../draw/canvas.ts';

/** One picture of the demo library: what is drawn, and what the camera would have said of it. */
export interface Scene {
  /** The drawing's own size; the long side is 1,200. */
  readonly size: readonly [width: number, height: number];
  readonly draw: (c: Canvas) => void;
  /** The clock on the wall, `YYYY-MM-DDTHH:mm:ss`. */
  readonly taken: string;
  /** How the camera was held: EXIF orientation, 1 unless said. */
  readonly orientation?: 1 | 3 | 6 | 8;
}
