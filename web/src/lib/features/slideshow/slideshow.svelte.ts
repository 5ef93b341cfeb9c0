import type { EntryRow } from '@maru/model/album-index/order';

/** The number of photos that are kept, to go back to. */
const MAX_SHOWN = 100;

interface Context {
  /** How long a photo stays, in milliseconds. */
  readonly stay: () => number;
  /** Loads the image of a photo; false if it cannot be shown now. */
  readonly load: (photo: EntryRow, signal: AbortSignal) => Promise<boolean>;
}

/** Shows photos one after the other. The next one appears when its time has come and its image is loaded. */
export class Slideshow {
  #shown = $state.raw<readonly EntryRow[]>([]);
  #at = $state(-1);
  #before = $state.raw<EntryRow>();
  #isPaused = $state(false);
  #isEmpty = $state(false);
  #isHeld = false;
  /** Whether a new photo is due: it appears as soon as it is loaded. */
  #isDue = true;
  #wake: (() => void) | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #context: Context;

  constructor(context: Context) {
    this.#context = context;
  }

  /** The photo on the screen; undefined until the first is loaded. */
  get current(): EntryRow | undefined {
    return this.#shown[this.#at];
  }

  /** The photo that was on the screen before, and the current one over it. */
  get layers(): readonly EntryRow[] {
    const { current } = this;
    if (!current) return [];
    return this.#before && this.#before[0] !== current[0] ? [this.#before, current] : [current];
  }

  /** Whether no photo was found. */
  get isEmpty(): boolean {
    return this.#isEmpty;
  }

  get isPaused(): boolean {
    return this.#isPaused;
  }

  get hasPrevious(): boolean {
    return this.#at > 0;
  }

  /** Shows these photos from now on, until the returned function is called. */
  start(photos: (signal: AbortSignal) => AsyncIterable<EntryRow>): () => void {
    const controller = new AbortController();
    this.#isEmpty = false;
    // Other photos follow the one on the screen.
    this.#isDue = this.#at < 0;
    this.restart();
    void this.#run(photos(controller.signal), controller.signal);
    return () => {
      controller.abort();
      clearTimeout(this.#timer);
      this.#wake?.();
    };
  }

  next(): void {
    if (this.#at < this.#shown.length - 1) this.#goTo(this.#at + 1);
    else {
      this.#isDue = true;
      this.#wake?.();
    }
  }

  previous(): void {
    if (this.hasPrevious) this.#goTo(this.#at - 1);
  }

  togglePaused(): void {
    this.#isPaused = !this.#isPaused;
    this.restart();
  }

  /** Waits while nobody can see it. */
  hold(isHeld: boolean): void {
    this.#isHeld = isHeld;
    this.restart();
  }

  /** Begins the time of the photo on the screen again, as when that time was changed. */
  restart(): void {
    clearTimeout(this.#timer);
    if (this.#at < 0 || this.#isPaused || this.#isHeld) return;
    this.#timer = setTimeout(() => this.next(), this.#context.stay());
  }

  #goTo(at: number, shown = this.#shown): void {
    this.#before = this.current;
    this.#shown = shown;
    this.#at = at;
    this.#isDue = false;
    this.restart();
  }

  async #run(photos: AsyncIterable<EntryRow>, signal: AbortSignal): Promise<void> {
    for await (const photo of photos) {
      const isLoaded = await this.#context.load(photo, signal);
      while (!this.#isDue && !signal.aborted) await new Promise<void>((resolve) => (this.#wake = resolve));
      if (signal.aborted) return;
      if (!isLoaded) continue;
      const shown = [...this.#shown, photo].slice(-MAX_SHOWN);
      this.#goTo(shown.length - 1, shown);
    }
    if (!signal.aborted) this.#isEmpty = true;
  }
}
