import { online } from 'svelte/reactivity/window';

/**
 * Whether this device is online, by the events of the window. Until the first one it counts as online: on a computer with nothing
 * but loopback a browser says that it is offline, and the emulators answer all the same.
 */
export class DeviceNetwork {
  #isOnline = $state(true);
  readonly #window: EventTarget;

  constructor(window: EventTarget) {
    this.#window = window;
    window.addEventListener('online', () => (this.#isOnline = true));
    window.addEventListener('offline', () => (this.#isOnline = false));
  }

  isOnline(): boolean {
    return this.#isOnline;
  }

  /** Whether what is shown cannot be changed now. `isLive` says whether the server has confirmed it: then it was reached. */
  isMissing(isLive: boolean): boolean {
    return !this.#isOnline || (!isLive && online.current === false);
  }

  /** Calls `changed` at every change, until the returned function is called. */
  onchange(changed: () => void): () => void {
    const listening = new AbortController();
    for (const event of ['online', 'offline'])
      this.#window.addEventListener(event, () => changed(), { signal: listening.signal });
    return () => listening.abort();
  }
}

/** The network of this window. */
export const network = new DeviceNetwork(window);
