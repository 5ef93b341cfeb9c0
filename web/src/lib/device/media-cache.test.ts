// @vitest-environment node
import { expect, test, vi } from 'vitest';
import {
  clearOwner,
  finishClearing,
  fresh,
  keepSeen,
  LEFT_TO_HOSTING,
  mediaCacheName,
  mediaKey,
  picture,
  setOwner,
  type World,
} from './media-cache.ts';

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

function world(answer: () => Promise<Response>, room?: number) {
  const works: Promise<unknown>[] = [];
  const { caches, stores } = cacheStorage(room);
  const fetch = vi.fn((_: Request) => answer());
  const given: World = { caches, fetch, later: (work) => void works.push(work) };
  return { ...given, fetch, stores, settled: () => Promise.all(works) };
}

const bytes = (text: string) => Promise.resolve(new Response(text));
const item = 'abcdefghijklmnopqrstuvwxyz234567';
const name = `r/familyfamilyfamilyfa/${item}/1/grid`;
const at = (object: string, query = '?alt=media&token=secret') =>
  new URL(`https://firebasestorage.googleapis.com/v0/b/maru-renditions/o/${encodeURIComponent(object)}${query}`);
const key = `/media/${name}`;
const prefix = 'https://firebasestorage.googleapis.com/v0/b/maru-renditions/o/';
const [mum, dad] = [
  { uid: 'mum', prefix },
  { uid: 'dad', prefix },
];

test('a still rendition has one key of our own origin, whatever its token', () => {
  expect(mediaKey(at(name), prefix)).toBe(key);
  expect(mediaKey(at(name, '?alt=media&token=other'), prefix)).toBe(key);
});

test.each([
  ['a stream', at(name.replace('grid', 'stream/360-0.mp4'))],
  ['a playlist', at(name.replace('grid', 'stream/master.m3u8'))],
  ['an original', at(`originals/familyfamilyfamilyfa/${item}`)],
  ['metadata', at(name, '')],
  ['a broken name', new URL('https://firebasestorage.googleapis.com/v0/b/b/o/%E0%A4%A?alt=media')],
  ['a folder above', at(`r/familyfamilyfamilyfa/${item}/1/../grid`)],
  ['another address', new URL(`https://example.org/${name}?alt=media`)],
  ['an object of the same name in another bucket', new URL(at(name).href.replace('maru-renditions', 'evil'))],
  ['an object of the same name on another host', new URL(at(name).href.replace('https://', 'https://evil.'))],
])('%s has none', (_, url) => {
  expect(mediaKey(url, prefix)).toBeUndefined();
});

test('an object of the same name in another bucket is neither cached nor answered from the cache', async () => {
  const w = world(() => bytes('evil'));
  await setOwner(w.caches, mum);
  const evil = () => new Request(at(name).href.replace('maru-renditions', 'evil'));
  await picture(evil(), w);
  await w.settled();
  w.fetch.mockImplementation(() => bytes('pixels'));
  expect(await (await picture(new Request(at(name)), w)).text()).toBe('pixels');
  await w.settled();
  w.fetch.mockImplementation(() => bytes('evil'));
  expect(await (await picture(evil(), w)).text()).toBe('evil');
});

test('the first look comes from the network as CORS and without credentials, the second from the device', async () => {
  const w = world(() => bytes('pixels'));
  await setOwner(w.caches, mum);
  const asked = () => new Request(at(name), { mode: 'no-cors', credentials: 'include' });
  expect(await (await picture(asked(), w)).text()).toBe('pixels');
  await w.settled();
  expect(w.fetch.mock.calls[0]?.[0]).toMatchObject({ mode: 'cors', credentials: 'omit' });
  expect(await (await picture(asked(), w)).text()).toBe('pixels');
  expect(w.fetch).toHaveBeenCalledOnce();
  expect([...(w.stores.get(mediaCacheName('mum'))?.keys() ?? [])]).toEqual([key]);
});

test.each([
  ['not found', () => Promise.resolve(new Response('no', { status: 404 }))],
  ['a part', () => Promise.resolve(new Response('par', { status: 206 }))],
  ['opaque', () => Promise.resolve(Object.defineProperty(new Response('?'), 'type', { value: 'opaque' }))],
])('an answer that is %s is passed on and never kept', async (_, answer) => {
  const w = world(answer);
  await setOwner(w.caches, mum);
  await picture(new Request(at(name)), w);
  await w.settled();
  expect(w.stores.has(mediaCacheName('mum'))).toBe(false);
});

test('nothing is kept for nobody, nor for who signs out while it comes', async () => {
  const w = world(() => bytes('pixels'));
  await picture(new Request(at(name)), w);
  await setOwner(w.caches, mum);
  w.fetch.mockImplementationOnce(async () => {
    await clearOwner(w.caches);
    return new Response('pixels');
  });
  await picture(new Request(at(name)), w);
  await w.settled();
  expect([...w.stores.keys()]).toEqual([]);
});

test('who signs out while a picture is written leaves none of it', async () => {
  const w = world(() => bytes('pixels'));
  await setOwner(w.caches, mum);
  const open = w.caches.open.bind(w.caches);
  vi.spyOn(w.caches, 'open').mockImplementation(async (cacheName) => {
    // Between the look at who it is and the write.
    await clearOwner(w.caches);
    return open(cacheName);
  });
  await picture(new Request(at(name)), w);
  await w.settled();
  expect([...w.stores.keys()]).toEqual([]);
});

test('a sign-out that was interrupted is finished at the next start', async () => {
  const w = world(() => bytes('pixels'));
  await setOwner(w.caches, mum);
  await picture(new Request(at(name)), w);
  await w.settled();
  await finishClearing(w.caches);
  expect(w.stores.has(mediaCacheName('mum'))).toBe(true);
  vi.spyOn(w.caches, 'keys').mockRejectedValueOnce(new Error('the page is gone'));
  await expect(clearOwner(w.caches)).rejects.toThrow();
  expect(await w.caches.keys()).toContain(mediaCacheName('mum'));
  await finishClearing(w.caches);
  expect([...w.stores.keys()]).toEqual([]);
});

test('who signs in next does not see what the last person saw', async () => {
  const w = world(() => bytes('pixels'));
  await setOwner(w.caches, mum);
  await picture(new Request(at(name)), w);
  await w.settled();
  await setOwner(w.caches, dad);
  expect([...w.stores.keys()].filter((cache) => cache.startsWith('maru-media-'))).toEqual([]);
  await picture(new Request(at(name)), w);
  expect(w.fetch).toHaveBeenCalledTimes(2);
});

test('without a network what was not kept fails as fetch does', async () => {
  const w = world(() => Promise.reject(new TypeError('Failed to fetch')));
  await setOwner(w.caches, mum);
  await expect(picture(new Request(at(name)), w)).rejects.toThrow('Failed to fetch');
});

test('a full device gives up its oldest pictures, and the look does not fail', async () => {
  const w = world(() => bytes('pixels'), 1);
  await setOwner(w.caches, mum);
  const store = new Map([['/media/old', new Response('old')]]);
  w.stores.set(mediaCacheName('mum'), store);
  expect(await (await picture(new Request(at(name)), w)).text()).toBe('pixels');
  await w.settled();
  expect(store.size).toBe(0);
});

test('what was seen before is kept once, and what does not come is left out', async () => {
  const w = world(() => bytes('pixels'));
  await setOwner(w.caches, mum);
  const lost = name.replace('grid', 'screen');
  w.fetch.mockImplementationOnce(() => Promise.reject(new TypeError('offline')));
  await keepSeen(
    [at(lost), at(name), at(name, '?alt=media&token=other'), new URL('https://maru.test/')],
    'mum',
    w.caches,
    w.fetch,
  );
  expect([...(w.stores.get(mediaCacheName('mum'))?.keys() ?? [])]).toEqual([key]);
  expect(w.fetch).toHaveBeenCalledTimes(2);
});

test('what one person saw is not cached for the next', async () => {
  const w = world(() => bytes('pixels'));
  await setOwner(w.caches, dad);
  await keepSeen([at(name)], 'mum', w.caches, w.fetch);
  expect(w.fetch).not.toHaveBeenCalled();
  expect([...w.stores.keys()].filter((cache) => cache.startsWith('maru-media-'))).toEqual([]);
});

const config = new Request('https://maru.test/maru.json');
const json = (region: string) => Promise.resolve(Response.json({ region }));

test('the configuration is the newest, and the last one without a network', async () => {
  const w = world(() => json('a'));
  await fresh(config, 1_000, w);
  w.fetch.mockImplementation(() => json('b'));
  expect(await (await fresh(config, 1_000, w)).json()).toEqual({ region: 'b' });
  await w.settled();
  w.fetch.mockImplementation(() => Promise.reject(new TypeError('offline')));
  expect(await (await fresh(config, 1_000, w)).json()).toEqual({ region: 'b' });
  w.fetch.mockImplementation(() =>
    Promise.resolve(new Response('<!doctype html>', { headers: { 'content-type': 'text/html' } })),
  );
  expect(await (await fresh(config, 1_000, w)).json()).toEqual({ region: 'b' });
});

test('a network that answers too late is not waited for, unless there is nothing else', async () => {
  const w = world(() => json('a'));
  let answer = (_: Response) => {};
  const late = () => new Promise<Response>((resolve) => (answer = resolve));
  w.fetch.mockImplementation(late);
  const first = fresh(config, 0, w);
  await vi.waitFor(() => expect(w.fetch).toHaveBeenCalled());
  answer(Response.json({ region: 'first' }));
  expect(await (await first).json()).toEqual({ region: 'first' });
  await w.settled();
  expect(await (await fresh(config, 0, w)).json()).toEqual({ region: 'first' });
});

test('without a network and without a last one it fails as fetch does', async () => {
  const w = world(() => Promise.reject(new TypeError('offline')));
  await expect(fresh(config, 1_000, w)).rejects.toThrow('offline');
});

test.each([
  ['/__/auth/handler?state=1', false],
  ['/__/auth/iframe', false],
  ['/__/', false],
  ['/api/onSignIn', false],
  ['/maru.json', false],
  ['/icons/a.png?x', false],
  ['/', true],
  ['/i', true],
  ['/l/abc/a/def?to=x.y', true],
  ['/sign-in?to=/l/abc/__/', true],
])('a way to %s is answered by the shell: %s', (way, isOurs) => {
  expect(LEFT_TO_HOSTING.some((left) => left.test(way))).toBe(!isOurs);
});
