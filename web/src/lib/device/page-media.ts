import { clearOwner, cacheSeen, setOwner, type MediaOwner } from './media-cache.ts';

/** This page's side of the media cache that sw.ts fills. A browser without Cache Storage (a private window) caches nothing. */
export class PageMedia {
  #owner: MediaOwner | undefined;
  /** When the present person's part of this page began, and when the worker took over, on the clock of `performance.now()`. */
  #since = 0;
  #takenOver: number | undefined;
  #observer: PerformanceObserver | undefined;

  get #caches(): CacheStorage | undefined {
    return 'caches' in globalThis ? globalThis.caches : undefined;
  }

  /** Caches what `owner` looks at on this device from now on, and deletes what others looked at. */
  async setOwner(owner: MediaOwner): Promise<void> {
    const caches = this.#caches;
    if (!caches) return;
    await setOwner(caches, owner);
    this.#owner = owner;
    this.#replay(caches);
  }

  /** At every change of person: what was looked at until now is nobody's on this device. */
  async clear(): Promise<void> {
    this.#observer?.disconnect();
    this.#observer = this.#owner = undefined;
    this.#since = performance.now();
    performance.clearResourceTimings();
    if (this.#caches) await clearOwner(this.#caches);
  }

  /**
   * The service worker has just taken over, on somebody's first visit: caches what they looked at before, also what is still on
   * its way. The browser's HTTP cache has it, so nothing is fetched twice.
   */
  takenOver(): void {
    this.#takenOver = performance.now();
    if (this.#caches) this.#replay(this.#caches);
  }

  #replay(caches: CacheStorage): void {
    const [owner, since, until] = [this.#owner, this.#since, this.#takenOver];
    if (!owner || until === undefined || this.#observer) return;
    this.#observer = new PerformanceObserver((list) => {
      const seen = list.getEntries().filter(({ startTime }) => since <= startTime && startTime <= until);
      const urls = seen.map(({ name }) => new URL(name));
      void cacheSeen(urls, owner.uid, caches, (request) => fetch(request));
    });
    this.#observer.observe({ type: 'resource', buffered: true });
  }
}

/** The media cache of this window. */
export const pageMedia = new PageMedia();
