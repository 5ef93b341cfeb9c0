import { createSubscriber } from 'svelte/reactivity';
import type { LiveFailure, Stop, Watcher } from '../firebase/cloud.ts';

/** The last value that this device stored. `write(undefined)` deletes it. */
export interface Stored<T> {
  readonly read: () => Promise<T | undefined>;
  readonly write: (value: T | undefined) => void;
}

/** What `current` is: nothing yet, the stored value, the server's, or why there is none. */
export type LiveState = 'waiting' | 'stored' | 'live' | LiveFailure;

/**
 * A live value of the server: the first reader in an effect subscribes, and the last one to go unsubscribes. The stored value shows
 * until the server's first update.
 */
export class Live<T> {
  #value: T | undefined;
  #state: LiveState = 'waiting';
  readonly #subscribe: () => void;

  constructor(watch: (watcher: Watcher<T>) => Stop, stored?: Stored<T>) {
    this.#subscribe = createSubscriber((update) => {
      let isOver = false;
      const set = (state: LiveState, value: T | undefined): void => {
        if (isOver) return;
        this.#state = state;
        this.#value = value;
        update();
      };
      if (this.#state !== 'live' && this.#state !== 'stored') {
        this.#state = 'waiting';
        void stored?.read().then((value) => {
          // It may be read after the connection failed, but never replaces the server's value.
          if (value !== undefined && (this.#state === 'waiting' || this.#state === 'broken')) set('stored', value);
        });
      }
      const stop = watch({
        next: (value) => {
          set('live', value);
          stored?.write(value);
        },
        fail: (why) => {
          // Without access nothing of it stays on the device either.
          if (why === 'may-not') {
            set(why, undefined);
            stored?.write(undefined);
          } else set(this.#value === undefined ? why : 'stored', this.#value);
        },
      });
      return () => {
        isOver = true;
        if (this.#state === 'live') this.#state = 'stored';
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
