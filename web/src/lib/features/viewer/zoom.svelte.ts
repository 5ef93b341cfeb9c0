/** A point in CSS pixels from the stage's centre. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A size in CSS pixels. */
interface Box {
  readonly width: number;
  readonly height: number;
}

/**
 * The largest scale: the display rendition has 1,600 pixels, all of which are visible at five times a phone's width. A very long image
 * (a panorama, a screenshot) may be zoomed to twice the scale that fills the area, and its first step fills the area.
 */
const MAX_SCALE = 5;
const STEP = 1.6;
const DOUBLE_TAP_SCALE = 2.5;

/** The largest box of `ratio` (width to height) in `area`. */
export function fit(ratio: number, area: Box): Box {
  const width = Math.min(area.width, area.height * ratio);
  return { width, height: width / ratio };
}

/** The scale and offset of an image, kept within its edges. */
export class Zoom {
  #scale = $state(1);
  #x = $state(0);
  #y = $state(0);
  readonly #area: () => Box;
  readonly #image: () => Box;

  constructor(area: () => Box, image: () => Box) {
    this.#area = area;
    this.#image = image;
  }

  get scale(): number {
    return this.#scale;
  }
  get isZoomed(): boolean {
    return this.#scale > 1.01;
  }
  get canZoomIn(): boolean {
    return this.#scale < this.#maxScale - 0.01;
  }
  /** The CSS transform. */
  get transform(): string {
    return `translate(${String(this.#x)}px, ${String(this.#y)}px) scale(${String(this.#scale)})`;
  }

  /** Scales by `factor` around the point `at`. */
  by(factor: number, at: Point = { x: 0, y: 0 }): void {
    const scale = Math.min(this.#maxScale, Math.max(1, this.#scale * factor));
    const growth = scale / this.#scale;
    this.#scale = scale;
    this.#moveTo(at.x - (at.x - this.#x) * growth, at.y - (at.y - this.#y) * growth);
  }

  zoomIn(): void {
    this.by(this.isZoomed ? STEP : Math.max(STEP, this.#fillScale));
  }

  zoomOut(): void {
    // Below the filling scale, show the whole image.
    if (this.#scale / STEP < this.#fillScale - 0.01) this.reset();
    else this.by(1 / STEP);
  }

  /** Zooms in at a point, or shows the whole image again. */
  toggle(at: Point): void {
    if (this.isZoomed) this.reset();
    else this.by(Math.max(DOUBLE_TAP_SCALE, this.#fillScale), at);
  }

  /** Moves the image by CSS pixels. */
  pan(dx: number, dy: number): void {
    this.#moveTo(this.#x + dx, this.#y + dy);
  }

  /** Shows the whole image. */
  reset(): void {
    this.#scale = 1;
    this.#moveTo(0, 0);
  }

  /** The scale at which a very long image fills the area; 1 for other images. */
  get #fillScale(): number {
    const area = this.#area();
    const image = this.#image();
    const fillScale = Math.max(area.width / image.width, area.height / image.height);
    return Number.isFinite(fillScale) && fillScale > MAX_SCALE ? fillScale : 1;
  }

  get #maxScale(): number {
    return Math.max(MAX_SCALE, 2 * this.#fillScale);
  }

  #moveTo(x: number, y: number): void {
    const area = this.#area();
    const image = this.#image();
    const maxX = Math.max(0, (image.width * this.#scale - area.width) / 2);
    const maxY = Math.max(0, (image.height * this.#scale - area.height) / 2);
    this.#x = Math.min(maxX, Math.max(-maxX, x));
    this.#y = Math.min(maxY, Math.max(-maxY, y));
  }
}
