import { bufferedUntil } from './element.ts';
import type { Playable } from './playable.ts';

/** Going back from so many first seconds of an item or a chapter leads to the one before it; later, to its own start. */
const RESTART_S = 3;

/** Where playback is in what is loaded, in seconds. */
export class Timeline {
  #playable = $state.raw<Playable>();
  #time = $state(0);
  #duration = $state(0);
  #buffered = $state(0);
  #isBeyondReady = $state(false);
  #startedGrowing = $state(false);

  /** The position. */
  get time(): number {
    return this.#time;
  }
  /** The position that going back starts from: in the first seconds of an item or a chapter it is in the one before, or negative. */
  get backFrom(): number {
    return this.time - RESTART_S;
  }
  /** The entry's until the stream reports its own. */
  get duration(): number {
    const length = this.#playable?.entry.duration ?? 0;
    return this.isGrowing ? Math.max(length, this.#duration) : this.#duration || length;
  }
  /** Whether the item is still being processed. */
  get isGrowing(): boolean {
    return this.#playable?.progress?.() !== undefined;
  }
  /** Whether processing ended after it started: the stream has more variants by now than were there then. */
  get isStale(): boolean {
    return this.#startedGrowing && !this.isGrowing;
  }
  /** Until where it can be played. */
  get ready(): number {
    return this.duration * (this.#playable?.progress?.() ?? 1);
  }
  /** Whether the last seek was to a part that is not ready: it went to the end of what is. */
  get isBeyondReady(): boolean {
    return this.#isBeyondReady;
  }
  /** The end of the buffered range. */
  get buffered(): number {
    return this.#buffered;
  }

  /** Starts anew, at a position of another item; without one, empty. */
  start(playable?: Playable, at = 0): void {
    this.#playable = playable;
    this.#time = at;
    this.#duration = this.#buffered = 0;
    this.#isBeyondReady = false;
    this.#startedGrowing = this.isGrowing;
  }

  /** Goes to the nearest position that can be played, and returns it. */
  seek(to: number): number {
    this.#isBeyondReady = to > this.ready;
    this.#time = Math.min(Math.max(0, to), this.ready);
    return this.#time;
  }

  /** Copies the element's state; its position only if it plays the item by now. */
  sync(element: HTMLMediaElement, hasPosition: boolean): void {
    if (hasPosition) this.#time = element.currentTime;
    this.#duration = Number.isFinite(element.duration) ? element.duration : 0;
    this.#buffered = bufferedUntil(element);
  }
}
