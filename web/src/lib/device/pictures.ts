import { clearPerson, keepSeen, setPerson } from './strategies.ts';

// The page's side of the long cache that sw.ts fills. A browser that keeps nothing (a private window) just looks.
const storage = (): CacheStorage | undefined => ('caches' in globalThis ? globalThis.caches : undefined);

/** From now on the pictures that `uid` looks at stay on this device, and those of others are gone. */
export async function keepPicturesFor(uid: string): Promise<void> {
  const caches = storage();
  if (caches) await setPerson(caches, uid);
}

/** At sign-out: no picture stays on this device. */
export async function forgetPictures(): Promise<void> {
  const caches = storage();
  if (caches) await clearPerson(caches);
}

/**
 * Keeps what was looked at before the service worker took over, on somebody's first visit. The browser's own cache still
 * has it, so that nothing is fetched twice.
 */
export async function keepPicturesSeen(): Promise<void> {
  const caches = storage();
  if (!caches) return;
  const seen = performance.getEntriesByType('resource').map((entry) => new URL(entry.name));
  await keepSeen(seen, caches, (request) => fetch(request));
}
