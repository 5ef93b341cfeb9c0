import { clearOwner, keepSeen, setOwner, type MediaOwner } from './strategies.ts';

// The page's side of the long cache that sw.ts fills. A browser that keeps nothing (a private window) just looks.
const storage = (): CacheStorage | undefined => ('caches' in globalThis ? globalThis.caches : undefined);

/** Caches what `owner` looks at on this device from now on, and deletes what others looked at. */
export async function keepPicturesFor(owner: MediaOwner): Promise<void> {
  const caches = storage();
  if (caches) await setOwner(caches, owner);
}

/** At sign-out: no picture stays on this device. */
export async function forgetPictures(): Promise<void> {
  const caches = storage();
  if (caches) await clearOwner(caches);
}

/**
 * Keeps what was asked for before the service worker took over, on somebody's first visit, also where it is still on its way:
 * to be called when it takes over. The browser's own cache has it, so that nothing is fetched twice.
 */
export function keepPicturesSeen(): void {
  const caches = storage();
  if (!caches) return;
  const takenOver = performance.now();
  const observer = new PerformanceObserver((list) => {
    const seen = list.getEntries().filter(({ startTime }) => startTime <= takenOver);
    const urls = seen.map(({ name }) => new URL(name));
    void keepSeen(urls, caches, (request) => fetch(request));
  });
  observer.observe({ type: 'resource', buffered: true });
}
