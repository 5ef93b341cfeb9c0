import { createSubscriber } from 'svelte/reactivity';
import type { LiveFailure, Stop, Watcher } from '../firebase/cloud.ts';

/** A value stored on this device. `write(undefined)` deletes it. */
export interface Stored<T> {
  readonly read: () => Promise<T | undefined>;
  readonly write: (value: T | undefined) => void;
}

/** The origin of `current`: none yet, the device, the server, or the reason why there is none. */
export type LiveState = 'waiting' | 'stored' | 'live' | LiveFailure;

/** A live value from the server, preceded by the stored one. Subscribed while at least one effect reads it. */
export class Live<T> {
  #value: T | undefined;
  #state: LiveState = 'waiting';
  #isReading: boolean;
  readonly #subscribe: () => void;

  constructor(watch: (watcher: Watcher<T>) => Stop, stored?: Stored<T>) {
    this.#isReading = stored !== undefined;
    this.#subscribe = createSubscriber((update) => {
      let isStopped = false;
      const set = (state: LiveState, value: T | undefined): void => {
        if (isStopped) return;
        this.#state = state;
        this.#value = value;
        update();
      };
      if (this.#state !== 'live' && this.#state !== 'stored') {
        this.#state = 'waiting';
        void stored?.read().then((value) => {
          this.#isReading = false;
          // It may arrive after the connection failed, but never replaces the server's value.
          if (value !== undefined && (this.#state === 'waiting' || this.#state === 'broken')) set('stored', value);
          else if (this.#value === undefined) update();
        });
      }
      const stop = watch({
        next: (value) => {
          set('live', value);
          stored?.write(value);
        },
        fail: (failure) => {
          // Revoked data is deleted from the device, too.
          if (failure === 'forbidden') {
            set(failure, undefined);
            stored?.write(undefined);
          } else set(this.#value === undefined ? failure : 'stored', this.#value);
        },
      });
      return () => {
        isStopped = true;
        if (this.#state === 'live') this.#state = 'stored';
        stop();
      };
    });
  }

  /** The last known value. */
  get current(): T | undefined {
    this.#subscribe();
    return this.#value;
  }

  get state(): LiveState {
    this.#subscribe();
    return this.#state;
  }

  /** Whether it is not known yet whether this device has a value: a moment later it is. */
  get isReading(): boolean {
    this.#subscribe();
    return this.#isReading;
  }
}
