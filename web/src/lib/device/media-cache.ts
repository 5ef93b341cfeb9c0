import type { ItemId, LibraryId } from '@maru/model/ids';
import { isImageFile, parseRenditionName } from '@maru/model/paths';

/** Cache keys are paths of our origin: this prefix and the object name, without the token. */
const KEY_PREFIX = '/media/';
/** Stores the owner: a page and the service worker can both read Cache Storage. */
const OWNER_CACHE = 'maru-owner';
const OWNER_KEY = '/owner';
const CACHE_PREFIX = 'maru-media-';
/** How many of the oldest entries are evicted when the quota is exceeded. */
const EVICTED = 200;

/** The name of one person's media cache. */
export const mediaCacheName = (uid: string): string => CACHE_PREFIX + uid;

/** The object name in `url` if it is an image rendition, in any bucket of any host. */
export function imageObjectOf(url: URL): string | undefined {
  const name = /^\/v0\/b\/[^/]+\/o\/([^/]+)$/.exec(url.pathname)?.[1];
  if (name === undefined || url.searchParams.get('alt') !== 'media') return undefined;
  const object = decode(name);
  return object !== undefined && isImageFile(parseRenditionName(object)?.file) ? object : undefined;
}

/**
 * The cache key of the image rendition at `url`; undefined for everything else. `prefix` is the URL prefix of the renditions bucket:
 * anybody can give an object in their own bucket the same name. The name includes the rev, so an entry never goes stale.
 */
export function mediaKey(url: URL, prefix: string): string | undefined {
  const object = imageObjectOf(url);
  return object !== undefined && url.href.startsWith(prefix) ? KEY_PREFIX + object : undefined;
}

function decode(name: string): string | undefined {
  try {
    return decodeURIComponent(name);
  } catch {
    return undefined;
  }
}

/** The person whose media is cached. Stored on the device, so that the worker knows it when it starts offline. */
export interface MediaOwner {
  readonly uid: string;
  /** The URL prefix of the renditions bucket (`objectUrlPrefix`). */
  readonly prefix: string;
}

/** Caches media for `owner` from now on, and deletes everybody else's. */
export async function setOwner(caches: CacheStorage, owner: MediaOwner): Promise<void> {
  const cache = await caches.open(OWNER_CACHE);
  await cache.put(OWNER_KEY, Response.json(owner));
  await deleteMedia(caches, mediaCacheName(owner.uid));
}

/** Deletes all media and stops caching, at sign-out. The owner is deleted first, so that `deleteMediaOfOthers` can finish an interrupted run. */
export async function deleteAllMedia(caches: CacheStorage): Promise<void> {
  await caches.delete(OWNER_CACHE);
  await deleteMedia(caches);
}

/** Deletes the media of everybody but the owner: finishes an interrupted sign-out. */
export async function deleteMediaOfOthers(caches: CacheStorage): Promise<void> {
  const owner = await currentOwner(caches);
  await deleteMedia(caches, owner && mediaCacheName(owner.uid));
}

async function deleteMedia(caches: CacheStorage, except?: string): Promise<void> {
  const names = await caches.keys();
  await Promise.all(
    names.filter((name) => name.startsWith(CACHE_PREFIX) && name !== except).map((name) => caches.delete(name)),
  );
}

/** Deletes cached media that a person no longer has access to. */
export async function deleteRevokedMedia(
  caches: CacheStorage,
  uid: string,
  hasAccess: (library: LibraryId, item: ItemId) => boolean,
): Promise<void> {
  if (!(await caches.has(mediaCacheName(uid)))) return;
  const cache = await caches.open(mediaCacheName(uid));
  for (const cached of await cache.keys()) {
    const parsed = parseRenditionName(new URL(cached.url).pathname.slice(KEY_PREFIX.length));
    if (!parsed || !hasAccess(parsed.library, parsed.item)) await cache.delete(cached, { ignoreVary: true });
  }
}

async function currentOwner(caches: CacheStorage): Promise<MediaOwner | undefined> {
  // `open` would recreate the cache after a sign-out.
  const stored = await caches.match(OWNER_KEY, { cacheName: OWNER_CACHE });
  return (await stored?.json()) as MediaOwner | undefined;
}

/** The environment of the cache. `waitUntil` takes work that continues after the response (ExtendableEvent.waitUntil). */
export interface CacheContext {
  readonly caches: CacheStorage;
  readonly fetch: (request: Request) => Promise<Response>;
  readonly waitUntil: (work: Promise<unknown>) => void;
}

/**
 * Responds with an image rendition from the owner's cache, else from the network by CORS, and caches a complete response. Other
 * requests go to the network unchanged. Rejects like fetch.
 */
export async function respondWithImage(
  request: Request,
  { caches, fetch, waitUntil }: CacheContext,
): Promise<Response> {
  const owner = await currentOwner(caches);
  const key = owner && mediaKey(new URL(request.url), owner.prefix);
  if (!owner || key === undefined) return fetch(request);
  return cacheFirst(request, owner.uid, key, { caches, fetch, waitUntil });
}

async function cacheFirst(request: Request, uid: string, key: string, context: CacheContext): Promise<Response> {
  const { caches, fetch, waitUntil } = context;
  const cached = await caches.match(key, { cacheName: mediaCacheName(uid), ignoreVary: true });
  if (cached) return cached;
  const response = await fetch(corsRequest(request));
  if (isComplete(response)) waitUntil(put(caches, uid, key, response.clone()));
  return response;
}

/** Caches the image renditions among `urls` while `uid` is the owner. Ignores failures: the image is fetched when it is next shown. */
export async function cacheRequested(
  urls: readonly URL[],
  uid: string,
  caches: CacheStorage,
  fetch: CacheContext['fetch'],
): Promise<void> {
  const images = new Map(urls.map((url) => [imageObjectOf(url), url]));
  images.delete(undefined);
  for (const url of images.values()) {
    const owner = await currentOwner(caches);
    if (owner?.uid !== uid) return;
    const key = mediaKey(url, owner.prefix);
    if (key === undefined) continue;
    const cached: Promise<unknown>[] = [];
    const waitUntil = (work: Promise<unknown>) => void cached.push(work);
    await cacheFirst(new Request(url), uid, key, { caches, fetch, waitUntil }).catch(() => undefined);
    await Promise.all(cached);
  }
}

const corsRequest = (request: Request): Request =>
  new Request(request.url, { mode: 'cors', credentials: 'omit', signal: request.signal });

/** Whether a response can be cached. An opaque one could be an error page, and counts as megabytes of quota. */
export const isComplete = (response: Response): boolean => response.status === 200 && response.type !== 'opaque';

async function put(caches: CacheStorage, uid: string, key: string, response: Response): Promise<void> {
  const isOwner = async (): Promise<boolean> => (await currentOwner(caches))?.uid === uid;
  if (!(await isOwner())) return;
  const cache = await caches.open(mediaCacheName(uid));
  try {
    await cache.put(key, response);
  } catch (error) {
    if (!(error instanceof DOMException && error.name === 'QuotaExceededError')) throw error;
    const oldest = (await cache.keys()).slice(0, EVICTED);
    await Promise.all(oldest.map((old) => cache.delete(old, { ignoreVary: true })));
  }
  // They signed out meanwhile, and `open` recreated the cache.
  if (!(await isOwner())) await caches.delete(mediaCacheName(uid));
}
