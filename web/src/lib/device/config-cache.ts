import { isComplete, type CacheContext } from './media-cache.ts';

const CACHE = 'maru-config';

/**
 * The configuration, network first: from the cache when the network fails or takes longer than `timeout` milliseconds. Rejects when
 * neither has it. Hosting serves the app's page for a missing file, so only JSON is cached.
 */
export async function configResponse(
  request: Request,
  timeout: number,
  { caches, fetch, waitUntil }: CacheContext,
): Promise<Response> {
  const fetched = fetch(request).then((response) => {
    if (!isComplete(response) || !/^application\/json\b/.test(response.headers.get('content-type') ?? ''))
      return undefined;
    const copy = response.clone();
    waitUntil(caches.open(CACHE).then((cache) => cache.put(request, copy)));
    return response;
  });
  const cached = () => caches.match(request, { cacheName: CACHE, ignoreVary: true, ignoreSearch: true });
  const result = fetched.then(
    async (response) => response ?? (await cached()) ?? Response.error(),
    async (error: unknown) => (await cached()) ?? Promise.reject(error as Error),
  );
  // A late response is still cached for the next time.
  waitUntil(result.catch(() => undefined));
  const timedOut = new Promise((resolve) => setTimeout(resolve, timeout));
  return (await Promise.race([result, timedOut.then(cached)])) ?? result;
}
