import { readStorage, writeStorage } from '../web-storage.ts';

/** How long a photo stays, in milliseconds. */
export const SLIDESHOW_SPEEDS = { slow: 10_000, normal: 5_000, fast: 3_000 } as const;
export type SlideshowSpeed = keyof typeof SLIDESHOW_SPEEDS;

const SPEED = 'maru-slideshow-speed';
const SHUFFLED = 'maru-slideshow-shuffled';

/** The speed and the order of slideshows on this device. */
export class SlideshowSettings {
  #speed = $state<SlideshowSpeed>('normal');
  #isShuffled = $state(false);
  readonly #store: Storage;

  constructor(store: Storage) {
    this.#store = store;
    const stored = readStorage(store, SPEED);
    this.#speed = (Object.keys(SLIDESHOW_SPEEDS) as SlideshowSpeed[]).find((speed) => speed === stored) ?? 'normal';
    this.#isShuffled = readStorage(store, SHUFFLED) !== undefined;
  }

  get speed(): SlideshowSpeed {
    return this.#speed;
  }

  set speed(speed: SlideshowSpeed) {
    this.#speed = speed;
    writeStorage(this.#store, SPEED, speed);
  }

  get isShuffled(): boolean {
    return this.#isShuffled;
  }

  set isShuffled(isShuffled: boolean) {
    this.#isShuffled = isShuffled;
    writeStorage(this.#store, SHUFFLED, isShuffled ? 'yes' : undefined);
  }
}
