import { createSubscriber } from 'svelte/reactivity';
import type { LiveFailure, Stop, Watcher } from '../firebase/cloud.ts';

/** What this device kept of a value: as it was last seen. `write(undefined)` forgets it. */
export interface Kept<T> {
  readonly read: () => Promise<T | undefined>;
  readonly write: (value: T | undefined) => void;
}

/** Whether there is something to show: nothing yet, what this device kept, what the server says, or why not. */
export type LiveState = 'waiting' | 'kept' | 'live' | LiveFailure;

/**
 * What the server says, while somebody looks: the first reader in an effect subscribes, the last one that goes ends it.
 * What the device kept shows until the server's first word.
 */
export class Live<T> {
  #value: T | undefined;
  #state: LiveState = 'waiting';
  readonly #subscribe: () => void;

  constructor(watch: (watcher: Watcher<T>) => Stop, kept?: Kept<T>) {
    this.#subscribe = createSubscriber((update) => {
      let isOver = false;
      const set = (state: LiveState, value: T | undefined): void => {
        if (isOver) return;
        this.#state = state;
        this.#value = value;
        update();
      };
      if (this.#state !== 'live' && this.#state !== 'kept') {
        this.#state = 'waiting';
        void kept?.read().then((value) => {
          // It may come after the word that the network is gone; it never comes over what the server said.
          if (value !== undefined && (this.#state === 'waiting' || this.#state === 'broken')) set('kept', value);
        });
      }
      const stop = watch({
        next: (value) => {
          set('live', value);
          kept?.write(value);
        },
        fail: (why) => {
          // Who may no longer see it keeps nothing of it either.
          if (why === 'may-not') {
            set(why, undefined);
            kept?.write(undefined);
          } else set(this.#value === undefined ? why : 'kept', this.#value);
        },
      });
      return () => {
        isOver = true;
        if (this.#state === 'live') this.#state = 'kept';
        stop();
      };
    });
  }

  /** The value as last known. */
  get current(): T | undefined {
    this.#subscribe();
    return this.#value;
  }

  get state(): LiveState {
    this.#subscribe();
    return this.#state;
  }
}
