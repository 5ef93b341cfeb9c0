import { deleteAllMedia, cacheRequested, setOwner, type MediaOwner } from './media-cache.ts';

/** The page's part of the media cache that sw.ts fills. Without Cache Storage (a private window) nothing is cached. */
export class PageMedia {
  #owner: MediaOwner | undefined;
  /** When the current person's session in this page began, and when the worker took control (`performance.now()`). */
  #since = 0;
  #controlledAt: number | undefined;
  #observer: PerformanceObserver | undefined;

  get #caches(): CacheStorage | undefined {
    return 'caches' in globalThis ? globalThis.caches : undefined;
  }

  /** Caches for `owner` from now on, and deletes the cached media of others. */
  async setOwner(owner: MediaOwner): Promise<void> {
    const caches = this.#caches;
    if (!caches) return;
    await setOwner(caches, owner);
    this.#owner = owner;
    this.#replay(caches);
  }

  /** Deletes all cached media and forgets what was requested until now. Call it at every change of person. */
  async clear(): Promise<void> {
    this.#observer?.disconnect();
    this.#observer = this.#owner = undefined;
    this.#since = performance.now();
    performance.clearResourceTimings();
    if (this.#caches) await deleteAllMedia(this.#caches);
  }

  /**
   * Caches what this page requested before the service worker took control, on a first visit, including requests in flight. The
   * browser's HTTP cache has the responses, so nothing is downloaded twice.
   */
  onWorkerControl(): void {
    this.#controlledAt = performance.now();
    if (this.#caches) this.#replay(this.#caches);
  }

  #replay(caches: CacheStorage): void {
    const [owner, since, until] = [this.#owner, this.#since, this.#controlledAt];
    if (!owner || until === undefined || this.#observer) return;
    this.#observer = new PerformanceObserver((list) => {
      const seen = list.getEntries().filter(({ startTime }) => since <= startTime && startTime <= until);
      const urls = seen.map(({ name }) => new URL(name));
      void cacheRequested(urls, owner.uid, caches, (request) => fetch(request));
    });
    this.#observer.observe({ type: 'resource', buffered: true });
  }
}

/** The media cache of this window. */
export const pageMedia = new PageMedia();
