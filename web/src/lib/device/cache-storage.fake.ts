import { vi } from 'vitest';
import type { CacheContext } from './media-cache.ts';

/** Cache Storage in memory, as far as the strategies use it: keys are paths, insertion order is kept. */
function cacheStorage(room = Infinity) {
  const stores = new Map<string, Map<string, Response>>();
  const path = (key: RequestInfo | URL) =>
    new URL(key instanceof Request ? key.url : key, 'https://maru.test').pathname;
  const cacheOf = (store: Map<string, Response>) => ({
    put: (key: RequestInfo | URL, response: Response) => {
      if (store.size >= room) return Promise.reject(new DOMException('full', 'QuotaExceededError'));
      store.set(path(key), response);
      return Promise.resolve();
    },
    keys: () => Promise.resolve([...store.keys()].map((key) => new Request(`https://maru.test${key}`))),
    delete: (key: RequestInfo | URL) => Promise.resolve(store.delete(path(key))),
  });
  const caches = {
    open: (name: string) => {
      const store = stores.get(name) ?? new Map<string, Response>();
      stores.set(name, store);
      return Promise.resolve(cacheOf(store));
    },
    keys: () => Promise.resolve([...stores.keys()]),
    delete: (name: string) => Promise.resolve(stores.delete(name)),
    match: (key: RequestInfo | URL, { cacheName = '' }: MultiCacheQueryOptions = {}) =>
      Promise.resolve(stores.get(cacheName)?.get(path(key))?.clone()),
  } as unknown as CacheStorage;
  return { caches, stores };
}

/** A context over it whose network is `answer`, and `settled` for what goes on after the response. */
export function contextOf(answer: () => Promise<Response>, room?: number) {
  const works: Promise<unknown>[] = [];
  const { caches, stores } = cacheStorage(room);
  const fetch = vi.fn((_: Request) => answer());
  const given: CacheContext = { caches, fetch, waitUntil: (work) => void works.push(work) };
  return { ...given, fetch, stores, settled: () => Promise.all(works) };
}
