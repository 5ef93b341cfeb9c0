import { online } from 'svelte/reactivity/window';

/**
 * Whether this device is online, from the window's events. It starts as online: on a computer with only a loopback interface the
 * browser reports offline, although the emulators are reachable.
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

  /** Whether the network is missing. `isLive`: the server has confirmed the data on screen, so it was reached. */
  isMissing(isLive: boolean): boolean {
    return !this.#isOnline || (!isLive && online.current === false);
  }

  /** Calls `listener` at every change until the returned function is called. */
  onchange(listener: () => void): () => void {
    const controller = new AbortController();
    for (const event of ['online', 'offline'])
      this.#window.addEventListener(event, () => listener(), { signal: controller.signal });
    return () => controller.abort();
  }
}

/** The network of this window. */
export const network = new DeviceNetwork(window);
