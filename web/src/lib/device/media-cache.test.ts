// @vitest-environment node
import { expect, test, vi } from 'vitest';
import {
  clearOwner,
  finishClearing,
  cacheSeen,
  mediaCacheName,
  mediaKey,
  respondWithStill,
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
  const w = contextOf(() => bytes('evil'));
  await setOwner(w.caches, mum);
  const evil = () => new Request(at(name).href.replace('maru-renditions', 'evil'));
  await respondWithStill(evil(), w);
  await w.settled();
  w.fetch.mockImplementation(() => bytes('pixels'));
  expect(await (await respondWithStill(new Request(at(name)), w)).text()).toBe('pixels');
  await w.settled();
  w.fetch.mockImplementation(() => bytes('evil'));
  expect(await (await respondWithStill(evil(), w)).text()).toBe('evil');
});

test('the first look comes from the network as CORS and without credentials, the second from the device', async () => {
  const w = contextOf(() => bytes('pixels'));
  await setOwner(w.caches, mum);
  const asked = () => new Request(at(name), { mode: 'no-cors', credentials: 'include' });
  expect(await (await respondWithStill(asked(), w)).text()).toBe('pixels');
  await w.settled();
  expect(w.fetch.mock.calls[0]?.[0]).toMatchObject({ mode: 'cors', credentials: 'omit' });
  expect(await (await respondWithStill(asked(), w)).text()).toBe('pixels');
  expect(w.fetch).toHaveBeenCalledOnce();
  expect([...(w.stores.get(mediaCacheName('mum'))?.keys() ?? [])]).toEqual([key]);
});

test.each([
  ['not found', () => Promise.resolve(new Response('no', { status: 404 }))],
  ['a part', () => Promise.resolve(new Response('par', { status: 206 }))],
  ['opaque', () => Promise.resolve(Object.defineProperty(new Response('?'), 'type', { value: 'opaque' }))],
])('an answer that is %s is passed on and never kept', async (_, answer) => {
  const w = contextOf(answer);
  await setOwner(w.caches, mum);
  await respondWithStill(new Request(at(name)), w);
  await w.settled();
  expect(w.stores.has(mediaCacheName('mum'))).toBe(false);
});

test('nothing is kept for nobody, nor for who signs out while it comes', async () => {
  const w = contextOf(() => bytes('pixels'));
  await respondWithStill(new Request(at(name)), w);
  await setOwner(w.caches, mum);
  w.fetch.mockImplementationOnce(async () => {
    await clearOwner(w.caches);
    return new Response('pixels');
  });
  await respondWithStill(new Request(at(name)), w);
  await w.settled();
  expect([...w.stores.keys()]).toEqual([]);
});

test('who signs out while a picture is written leaves none of it', async () => {
  const w = contextOf(() => bytes('pixels'));
  await setOwner(w.caches, mum);
  const open = w.caches.open.bind(w.caches);
  vi.spyOn(w.caches, 'open').mockImplementation(async (cacheName) => {
    // Between the look at who it is and the write.
    await clearOwner(w.caches);
    return open(cacheName);
  });
  await respondWithStill(new Request(at(name)), w);
  await w.settled();
  expect([...w.stores.keys()]).toEqual([]);
});

test('a sign-out that was interrupted is finished at the next start', async () => {
  const w = contextOf(() => bytes('pixels'));
  await setOwner(w.caches, mum);
  await respondWithStill(new Request(at(name)), w);
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
  const w = contextOf(() => bytes('pixels'));
  await setOwner(w.caches, mum);
  await respondWithStill(new Request(at(name)), w);
  await w.settled();
  await setOwner(w.caches, dad);
  expect([...w.stores.keys()].filter((cache) => cache.startsWith('maru-media-'))).toEqual([]);
  await respondWithStill(new Request(at(name)), w);
  expect(w.fetch).toHaveBeenCalledTimes(2);
});

test('without a network what was not kept fails as fetch does', async () => {
  const w = contextOf(() => Promise.reject(new TypeError('Failed to fetch')));
  await setOwner(w.caches, mum);
  await expect(respondWithStill(new Request(at(name)), w)).rejects.toThrow('Failed to fetch');
});

test('a full device gives up its oldest pictures, and the look does not fail', async () => {
  const w = contextOf(() => bytes('pixels'), 1);
  await setOwner(w.caches, mum);
  const store = new Map([['/media/old', new Response('old')]]);
  w.stores.set(mediaCacheName('mum'), store);
  expect(await (await respondWithStill(new Request(at(name)), w)).text()).toBe('pixels');
  await w.settled();
  expect(store.size).toBe(0);
});

test('what was seen before is kept once, and what does not come is left out', async () => {
  const w = contextOf(() => bytes('pixels'));
  await setOwner(w.caches, mum);
  const lost = name.replace('grid', 'screen');
  w.fetch.mockImplementationOnce(() => Promise.reject(new TypeError('offline')));
  await cacheSeen(
    [at(lost), at(name), at(name, '?alt=media&token=other'), new URL('https://maru.test/')],
    'mum',
    w.caches,
    w.fetch,
  );
  expect([...(w.stores.get(mediaCacheName('mum'))?.keys() ?? [])]).toEqual([key]);
  expect(w.fetch).toHaveBeenCalledTimes(2);
});

test('what one person saw is not cached for the next', async () => {
  const w = contextOf(() => bytes('pixels'));
  await setOwner(w.caches, dad);
  await cacheSeen([at(name)], 'mum', w.caches, w.fetch);
  expect(w.fetch).not.toHaveBeenCalled();
  expect([...w.stores.keys()].filter((cache) => cache.startsWith('maru-media-'))).toEqual([]);
});
