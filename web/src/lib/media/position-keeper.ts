import type { ItemId } from '@maru/model';
import type { Playable } from './playable.ts';

/** Media of a minute and more go on where one stopped, on every device; shorter ones in this window. Seconds. */
const MIN_KEPT_LENGTH = 60;
/** The first and the last seconds, in which nobody stops on purpose to go on. */
const START = 5;
const END = 10;
/** How often the position is saved while it plays, in milliseconds. */
const SAVE_EVERY_MS = 15_000;

/** Where playback stopped in each item, and when that is saved. Times in seconds. */
export class PositionKeeper {
  readonly #here = new Map<ItemId, number>();
  #saved: { readonly item: ItemId; readonly at: number; readonly when: number } | undefined;

  /** Where an item starts. */
  startOf({ item, position }: Playable): number {
    return this.#here.get(item) ?? position?.read() ?? 0;
  }

  /** Call it while an item plays: saves its position from time to time. */
  playing(playable: Playable, time: number, duration: number): void {
    const last = this.#saved;
    if (last?.item !== playable.item) this.#saved = { item: playable.item, at: time, when: Date.now() };
    else if (Date.now() - last.when >= SAVE_EVERY_MS) this.keep(playable, time, duration);
  }

  /** Saves the position of an item that pauses, or is left. */
  keep(playable: Playable, time: number, duration: number): void {
    const { item, position } = playable;
    if (duration < MIN_KEPT_LENGTH || !position) {
      this.#here.set(item, time);
      return;
    }
    const last = this.#saved?.item === item ? this.#saved.at : undefined;
    if (last !== undefined && Math.abs(last - time) < 1) return;
    // Leaving at once is not starting over: another device's position may have arrived after ▶.
    if (time < START && (last ?? 0) < START) return;
    this.#saved = { item, at: time, when: Date.now() };
    position.save(time < START || time > duration - END ? undefined : time);
  }

  /** An item that ended starts over. */
  end({ item, position }: Playable): void {
    this.#here.delete(item);
    this.#saved = undefined;
    position?.save(undefined);
  }
}
