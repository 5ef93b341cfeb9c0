import { pageMedia } from './page-media.ts';

/** A window that becomes visible checks for a new version if the last check is older than this, in milliseconds. */
const CHECK_INTERVAL_MS = 3_600_000;

/** Registers the service worker and knows when a newer version of the app is waiting. */
export class AppUpdate {
  #waiting = $state.raw<ServiceWorker | null>(null);
  readonly #container: ServiceWorkerContainer;
  readonly #reload: () => void;

  constructor(container: ServiceWorkerContainer, reload: () => void) {
    this.#container = container;
    this.#reload = reload;
  }

  /** Whether a newer version is waiting for `activate`. */
  get isReady(): boolean {
    return this.#waiting !== null;
  }

  /**
   * Registers the service worker. Call it once, after the page has loaded. Where the browser refuses (a private window, `vite dev`),
   * Maru works without an offline cache.
   */
  async start(): Promise<void> {
    try {
      await this.#register();
    } catch (error) {
      console.warn('Maru has no service worker here.', error);
    }
  }

  async #register(): Promise<void> {
    const first = this.#container.controller === null;
    if (first) this.#container.addEventListener('controllerchange', () => pageMedia.onWorkerControl(), { once: true });
    const registration = await this.#container.register('/sw.js');
    this.#update(registration);
    registration.addEventListener('updatefound', () => {
      registration.installing?.addEventListener('statechange', () => {
        this.#update(registration);
      });
    });
    let checked = Date.now();
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState !== 'visible' || Date.now() - checked < CHECK_INTERVAL_MS) return;
      checked = Date.now();
      // It fails offline.
      registration.update().catch(() => undefined);
    });
  }

  /** Activates the waiting version and reloads the page. */
  activate(): void {
    this.#container.addEventListener('controllerchange', this.#reload, { once: true });
    this.#waiting?.postMessage('skip-waiting');
  }

  // Without a controller, the waiting worker is the first version, which activates by itself.
  #update(registration: ServiceWorkerRegistration): void {
    this.#waiting = this.#container.controller === null ? null : registration.waiting;
  }
}
