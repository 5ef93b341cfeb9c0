import type { Canvas } from '../draw/canvas.ts';

/** One photo of the demo library: its drawing and its camera metadata. */
export interface Scene {
  /** The size of the drawing; the long side is 1,200. */
  readonly size: readonly [width: number, height: number];
  readonly draw: (c: Canvas) => void;
  /** The local time of capture, `YYYY-MM-DDTHH:mm:ss`. */
  readonly localTime: string;
  /** The EXIF orientation, 1 by default. */
  readonly orientation?: 1 | 3 | 6 | 8;
}
