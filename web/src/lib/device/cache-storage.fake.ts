import { vi } from 'vitest';
import type { CacheContext } from './media-cache.ts';

/** Cache Storage in memory, with the methods that the strategies use. Keys are paths, in insertion order. */
function cacheStorage(capacity = Infinity) {
  const stores = new Map<string, Map<string, Response>>();
  const path = (key: RequestInfo | URL) =>
    new URL(key instanceof Request ? key.url : key, 'https://maru.test').pathname;
  const cacheOf = (store: Map<string, Response>) => ({
    put: (key: RequestInfo | URL, response: Response) => {
      if (store.size >= capacity) return Promise.reject(new DOMException('full', 'QuotaExceededError'));
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

/** A context with this network; `settled` waits for the work that continues after the response. */
export function contextOf(respond: () => Promise<Response>, capacity?: number) {
  const pending: Promise<unknown>[] = [];
  const { caches, stores } = cacheStorage(capacity);
  const fetch = vi.fn((_: Request) => respond());
  const context: CacheContext = { caches, fetch, waitUntil: (work) => void pending.push(work) };
  return { ...context, fetch, stores, settled: () => Promise.all(pending) };
}
