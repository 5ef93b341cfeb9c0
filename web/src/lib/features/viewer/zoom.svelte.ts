/** A point in CSS pixels from the stage's centre. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The room that pictures have, and a picture that fits into it, in CSS pixels. */
interface Box {
  readonly width: number;
  readonly height: number;
}

/**
 * How near one may come: the display copy has 1,600 pixels, and at five times a phone's width they are all in sight. A panorama or
 * a long screenshot is a thread when it is whole: there one comes as near again as it takes to fill the room, and gets there in one step.
 */
const NEAREST = 5;
const STEP = 1.6;
const TWICE = 2.5;

/** The largest box of `ratio` (width to height) in `room`. */
export function fit(ratio: number, room: Box): Box {
  const width = Math.min(room.width, room.height * ratio);
  return { width, height: width / ratio };
}

/** How near a picture is and which part of it one sees; never beyond its edges. */
export class Zoom {
  #scale = $state(1);
  #x = $state(0);
  #y = $state(0);
  readonly #room: () => Box;
  readonly #picture: () => Box;

  constructor(room: () => Box, picture: () => Box) {
    this.#room = room;
    this.#picture = picture;
  }

  get scale(): number {
    return this.#scale;
  }
  get isZoomed(): boolean {
    return this.#scale > 1.01;
  }
  get canZoomIn(): boolean {
    return this.#scale < this.#nearest - 0.01;
  }
  /** As CSS. */
  get transform(): string {
    return `translate(${String(this.#x)}px, ${String(this.#y)}px) scale(${String(this.#scale)})`;
  }

  /** Makes it `factor` times as large; what is at `at` stays there. */
  by(factor: number, at: Point = { x: 0, y: 0 }): void {
    const scale = Math.min(this.#nearest, Math.max(1, this.#scale * factor));
    const grown = scale / this.#scale;
    this.#scale = scale;
    this.#put(at.x - (at.x - this.#x) * grown, at.y - (at.y - this.#y) * grown);
  }

  zoomIn(): void {
    this.by(this.isZoomed ? STEP : Math.max(STEP, this.#long));
  }

  zoomOut(): void {
    // Below what fills the room is the whole.
    if (this.#scale / STEP < this.#long - 0.01) this.reset();
    else this.by(1 / STEP);
  }

  /** Near at this point, or the whole picture again. */
  toggle(at: Point): void {
    if (this.isZoomed) this.reset();
    else this.by(Math.max(TWICE, this.#long), at);
  }

  /** Moves what one sees. */
  pan(dx: number, dy: number): void {
    this.#put(this.#x + dx, this.#y + dy);
  }

  /** The whole picture. */
  reset(): void {
    this.#scale = 1;
    this.#put(0, 0);
  }

  /** How much larger than whole a very long picture has to be to fill the room; 1 where whole is large enough. */
  get #long(): number {
    const room = this.#room();
    const picture = this.#picture();
    const filled = Math.max(room.width / picture.width, room.height / picture.height);
    return Number.isFinite(filled) && filled > NEAREST ? filled : 1;
  }

  get #nearest(): number {
    return Math.max(NEAREST, 2 * this.#long);
  }

  #put(x: number, y: number): void {
    const room = this.#room();
    const picture = this.#picture();
    const mostX = Math.max(0, (picture.width * this.#scale - room.width) / 2);
    const mostY = Math.max(0, (picture.height * this.#scale - room.height) / 2);
    this.#x = Math.min(mostX, Math.max(-mostX, x));
    this.#y = Math.min(mostY, Math.max(-mostY, y));
  }
}
