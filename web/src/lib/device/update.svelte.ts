import { pageMedia } from './page-media.ts';

/** How long an open window waits until it asks for a new version when it is looked at again, in milliseconds. */
const HOUR = 3_600_000;

/** The app on this device: puts the service worker in place and knows when a newer version waits. */
export class AppUpdate {
  #waiting = $state.raw<ServiceWorker | null>(null);
  readonly #container: ServiceWorkerContainer;
  readonly #reload: () => void;

  constructor(container: ServiceWorkerContainer, reload: () => void) {
    this.#container = container;
    this.#reload = reload;
  }

  /** True when a newer version is here and waits for `take`. */
  get ready(): boolean {
    return this.#waiting !== null;
  }

  /**
   * Registers the service worker. To be called once, when the page has loaded: nothing of it hurries. Where a browser
   * refuses (a private window, `vite dev`), Maru works and keeps nothing.
   */
  async start(): Promise<void> {
    try {
      await this.#register();
    } catch (error) {
      console.warn('Maru is not kept on this device.', error);
    }
  }

  async #register(): Promise<void> {
    const first = this.#container.controller === null;
    if (first) this.#container.addEventListener('controllerchange', () => pageMedia.takenOver(), { once: true });
    const registration = await this.#container.register('/sw.js');
    this.#notice(registration);
    registration.addEventListener('updatefound', () => {
      registration.installing?.addEventListener('statechange', () => {
        this.#notice(registration);
      });
    });
    let asked = Date.now();
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState !== 'visible' || Date.now() - asked < HOUR) return;
      asked = Date.now();
      // Without a network there is no new version either.
      registration.update().catch(() => undefined);
    });
  }

  /** Changes to the version that waits: the page opens anew. */
  take(): void {
    this.#container.addEventListener('controllerchange', this.#reload, { once: true });
    this.#waiting?.postMessage('take-over');
  }

  // Without a controller what waits is the very first version, which takes over by itself.
  #notice(registration: ServiceWorkerRegistration): void {
    this.#waiting = this.#container.controller === null ? null : registration.waiting;
  }
}
