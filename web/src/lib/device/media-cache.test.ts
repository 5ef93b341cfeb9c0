// @vitest-environment node
import { expect, test, vi } from 'vitest';
import {
  deleteAllMedia,
  deleteMediaOfOthers,
  cacheRequested,
  mediaCacheName,
  mediaKey,
  respondWithImage,
  setOwner,
} from './media-cache.ts';
import { contextOf } from './cache-storage.fake.ts';

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

test('an image rendition has the same key with any token', () => {
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
])('%s has no key', (_, url) => {
  expect(mediaKey(url, prefix)).toBeUndefined();
});

test('neither caches nor serves an object of the same name in another bucket', async () => {
  const context = contextOf(() => bytes('evil'));
  await setOwner(context.caches, mum);
  const evil = () => new Request(at(name).href.replace('maru-renditions', 'evil'));
  await respondWithImage(evil(), context);
  await context.settled();
  context.fetch.mockImplementation(() => bytes('pixels'));
  expect(await (await respondWithImage(new Request(at(name)), context)).text()).toBe('pixels');
  await context.settled();
  context.fetch.mockImplementation(() => bytes('evil'));
  expect(await (await respondWithImage(evil(), context)).text()).toBe('evil');
});

test('fetches by CORS without credentials at first, then serves from the cache', async () => {
  const context = contextOf(() => bytes('pixels'));
  await setOwner(context.caches, mum);
  const request = () => new Request(at(name), { mode: 'no-cors', credentials: 'include' });
  expect(await (await respondWithImage(request(), context)).text()).toBe('pixels');
  await context.settled();
  expect(context.fetch.mock.calls[0]?.[0]).toMatchObject({ mode: 'cors', credentials: 'omit' });
  expect(await (await respondWithImage(request(), context)).text()).toBe('pixels');
  expect(context.fetch).toHaveBeenCalledOnce();
  expect([...(context.stores.get(mediaCacheName('mum'))?.keys() ?? [])]).toEqual([key]);
});

test.each([
  ['not found', () => Promise.resolve(new Response('no', { status: 404 }))],
  ['a part', () => Promise.resolve(new Response('par', { status: 206 }))],
  ['opaque', () => Promise.resolve(Object.defineProperty(new Response('?'), 'type', { value: 'opaque' }))],
])('does not cache a response that is %s', async (_, respond) => {
  const context = contextOf(respond);
  await setOwner(context.caches, mum);
  await respondWithImage(new Request(at(name)), context);
  await context.settled();
  expect(context.stores.has(mediaCacheName('mum'))).toBe(false);
});

test('caches nothing without an owner or after a sign-out during the request', async () => {
  const context = contextOf(() => bytes('pixels'));
  await respondWithImage(new Request(at(name)), context);
  await setOwner(context.caches, mum);
  context.fetch.mockImplementationOnce(async () => {
    await deleteAllMedia(context.caches);
    return new Response('pixels');
  });
  await respondWithImage(new Request(at(name)), context);
  await context.settled();
  expect([...context.stores.keys()]).toEqual([]);
});

test('deletes what was written during a sign-out', async () => {
  const context = contextOf(() => bytes('pixels'));
  await setOwner(context.caches, mum);
  const open = context.caches.open.bind(context.caches);
  vi.spyOn(context.caches, 'open').mockImplementation(async (cacheName) => {
    // Between the owner check and the write.
    await deleteAllMedia(context.caches);
    return open(cacheName);
  });
  await respondWithImage(new Request(at(name)), context);
  await context.settled();
  expect([...context.stores.keys()]).toEqual([]);
});

test('finishes an interrupted sign-out', async () => {
  const context = contextOf(() => bytes('pixels'));
  await setOwner(context.caches, mum);
  await respondWithImage(new Request(at(name)), context);
  await context.settled();
  await deleteMediaOfOthers(context.caches);
  expect(context.stores.has(mediaCacheName('mum'))).toBe(true);
  vi.spyOn(context.caches, 'keys').mockRejectedValueOnce(new Error('the page is gone'));
  await expect(deleteAllMedia(context.caches)).rejects.toThrow();
  expect(await context.caches.keys()).toContain(mediaCacheName('mum'));
  await deleteMediaOfOthers(context.caches);
  expect([...context.stores.keys()]).toEqual([]);
});

test('a new owner does not get the media of the last one', async () => {
  const context = contextOf(() => bytes('pixels'));
  await setOwner(context.caches, mum);
  await respondWithImage(new Request(at(name)), context);
  await context.settled();
  await setOwner(context.caches, dad);
  expect([...context.stores.keys()].filter((cache) => cache.startsWith('maru-media-'))).toEqual([]);
  await respondWithImage(new Request(at(name)), context);
  expect(context.fetch).toHaveBeenCalledTimes(2);
});

test('rejects like fetch without a network and a cached response', async () => {
  const context = contextOf(() => Promise.reject(new TypeError('Failed to fetch')));
  await setOwner(context.caches, mum);
  await expect(respondWithImage(new Request(at(name)), context)).rejects.toThrow('Failed to fetch');
});

test('evicts the oldest entries when the quota is exceeded, and still responds', async () => {
  const context = contextOf(() => bytes('pixels'), 1);
  await setOwner(context.caches, mum);
  const store = new Map([['/media/old', new Response('old')]]);
  context.stores.set(mediaCacheName('mum'), store);
  expect(await (await respondWithImage(new Request(at(name)), context)).text()).toBe('pixels');
  await context.settled();
  expect(store.size).toBe(0);
});

test('caches each image once and ignores failed requests', async () => {
  const context = contextOf(() => bytes('pixels'));
  await setOwner(context.caches, mum);
  const lost = name.replace('grid', 'screen');
  context.fetch.mockImplementationOnce(() => Promise.reject(new TypeError('offline')));
  await cacheRequested(
    [at(lost), at(name), at(name, '?alt=media&token=other'), new URL('https://maru.test/')],
    'mum',
    context.caches,
    context.fetch,
  );
  expect([...(context.stores.get(mediaCacheName('mum'))?.keys() ?? [])]).toEqual([key]);
  expect(context.fetch).toHaveBeenCalledTimes(2);
});

test('does not cache for a person who is not the owner', async () => {
  const context = contextOf(() => bytes('pixels'));
  await setOwner(context.caches, dad);
  await cacheRequested([at(name)], 'mum', context.caches, context.fetch);
  expect(context.fetch).not.toHaveBeenCalled();
  expect([...context.stores.keys()].filter((cache) => cache.startsWith('maru-media-'))).toEqual([]);
});
