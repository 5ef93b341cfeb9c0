import type { ItemId, LibraryId } from '@maru/model/ids';
import { isImageFile, parseRenditionName } from '@maru/model/paths';

/** The folder of the cache's own keys: same-origin, made of the object's name, and never with a token. */
const MEDIA = '/media/';
/** The device's own notes: a Cache Storage that a page and the service worker both reach. */
const NOTES = 'maru-notes';
const OWNER = '/owner';
const CACHE = 'maru-media-';
const CONFIG = 'maru-config';
/** How many pictures, the oldest first, make room when the device has none left. */
const ROOM = 200;

/** Navigations that the shell never answers, by path and query: what Hosting answers itself (`/__/auth`, `/api`), and files. */
export const LEFT_TO_HOSTING: readonly RegExp[] = [/^\/__\//, /^\/api\//, /^[^?]*\.\w+(\?|$)/];

/** The long cache of one person. */
export const mediaCacheName = (uid: string): string => CACHE + uid;

/** The object that `url` reads if its name is that of a still rendition, in whatever bucket of whatever host. */
export function stillIn(url: URL): string | undefined {
  const name = /^\/v0\/b\/[^/]+\/o\/([^/]+)$/.exec(url.pathname)?.[1];
  if (name === undefined || url.searchParams.get('alt') !== 'media') return undefined;
  const object = decoded(name);
  return object !== undefined && isImageFile(parseRenditionName(object)?.file) ? object : undefined;
}

/**
 * The cache key of the still rendition at `url`, or undefined for everything else. `prefix` is what the URLs of the renditions
 * bucket begin with: anybody can name an object in a bucket of theirs like one of ours. The name holds the rev, so an entry
 * never goes stale.
 */
export function mediaKey(url: URL, prefix: string): string | undefined {
  const object = stillIn(url);
  return object !== undefined && url.href.startsWith(prefix) ? MEDIA + object : undefined;
}

function decoded(name: string): string | undefined {
  try {
    return decodeURIComponent(name);
  } catch {
    return undefined;
  }
}

/** Whose media is cached, and from where. Noted on the device, so that the worker knows it at its start and offline. */
export interface MediaOwner {
  readonly uid: string;
  /** What the URLs of the renditions bucket begin with (`objectUrlPrefix`). */
  readonly prefix: string;
}

/** Caches media for `owner` from now on, and deletes everybody else's. */
export async function setOwner(caches: CacheStorage, owner: MediaOwner): Promise<void> {
  const notes = await caches.open(NOTES);
  await notes.put(OWNER, Response.json(owner));
  await dropMedia(caches, mediaCacheName(owner.uid));
}

/** At sign-out: nobody's media is cached, and none stays. The note goes first, so that `finishClearing` ends what is interrupted. */
export async function clearOwner(caches: CacheStorage): Promise<void> {
  await caches.delete(NOTES);
  await dropMedia(caches);
}

/** Deletes the media of everybody but the owner: of a sign-out that the end of a page interrupted. */
export async function finishClearing(caches: CacheStorage): Promise<void> {
  const owner = await currentOwner(caches);
  await dropMedia(caches, owner && mediaCacheName(owner.uid));
}

async function dropMedia(caches: CacheStorage, but?: string): Promise<void> {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(CACHE) && name !== but).map((name) => caches.delete(name)));
}

/** Deletes the kept pictures of one person that are not theirs any more. */
export async function dropPictures(
  caches: CacheStorage,
  uid: string,
  isTheirs: (library: LibraryId, item: ItemId) => boolean,
): Promise<void> {
  if (!(await caches.has(mediaCacheName(uid)))) return;
  const cache = await caches.open(mediaCacheName(uid));
  for (const kept of await cache.keys()) {
    const named = parseRenditionName(new URL(kept.url).pathname.slice(MEDIA.length));
    if (!named || !isTheirs(named.library, named.item)) await cache.delete(kept, { ignoreVary: true });
  }
}

async function currentOwner(caches: CacheStorage): Promise<MediaOwner | undefined> {
  // match, not open: reading must not recreate what sign-out has just deleted.
  const note = await caches.match(OWNER, { cacheName: NOTES });
  return (await note?.json()) as MediaOwner | undefined;
}

/** What a strategy needs of the world around it. `later` is what goes on after the answer (ExtendableEvent.waitUntil). */
export interface World {
  readonly caches: CacheStorage;
  readonly fetch: (request: Request) => Promise<Response>;
  readonly later: (work: Promise<unknown>) => void;
}

/**
 * A still rendition from the owner's cache, else from the network as a CORS request, which is then cached: only a complete
 * CORS response, because an opaque one could be an error page and counts as megabytes. What is not ours to cache goes to the
 * network as it is. Rejects as fetch does.
 */
export async function picture(request: Request, { caches, fetch, later }: World): Promise<Response> {
  const owner = await currentOwner(caches);
  const key = owner && mediaKey(new URL(request.url), owner.prefix);
  if (!owner || key === undefined) return fetch(request);
  return cacheFirst(request, owner.uid, key, { caches, fetch, later });
}

async function cacheFirst(request: Request, uid: string, key: string, world: World): Promise<Response> {
  const { caches, fetch, later } = world;
  const kept = await caches.match(key, { cacheName: mediaCacheName(uid), ignoreVary: true });
  if (kept) return kept;
  const response = await fetch(openly(request));
  if (isWhole(response)) later(keep(caches, uid, key, response.clone()));
  return response;
}

/** Caches the still renditions among `urls` that `uid` looked at, while they are the owner; what fails is left to the next look. */
export async function keepSeen(
  urls: readonly URL[],
  uid: string,
  caches: CacheStorage,
  fetch: World['fetch'],
): Promise<void> {
  const pictures = new Map(urls.map((url) => [stillIn(url), url]));
  pictures.delete(undefined);
  for (const url of pictures.values()) {
    const owner = await currentOwner(caches);
    if (owner?.uid !== uid) return;
    const key = mediaKey(url, owner.prefix);
    if (key === undefined) continue;
    const kept: Promise<unknown>[] = [];
    const later = (work: Promise<unknown>) => void kept.push(work);
    await cacheFirst(new Request(url), uid, key, { caches, fetch, later }).catch(() => undefined);
    await Promise.all(kept);
  }
}

const openly = (request: Request): Request =>
  new Request(request.url, { mode: 'cors', credentials: 'omit', signal: request.signal });

const isWhole = (response: Response): boolean => response.status === 200 && response.type !== 'opaque';

async function keep(caches: CacheStorage, uid: string, key: string, response: Response): Promise<void> {
  const isOwner = async (): Promise<boolean> => (await currentOwner(caches))?.uid === uid;
  if (!(await isOwner())) return;
  const cache = await caches.open(mediaCacheName(uid));
  try {
    await cache.put(key, response);
  } catch (error) {
    if (!(error instanceof DOMException && error.name === 'QuotaExceededError')) throw error;
    const oldest = (await cache.keys()).slice(0, ROOM);
    await Promise.all(oldest.map((old) => cache.delete(old, { ignoreVary: true })));
  }
  // They signed out meanwhile: `open` has recreated what was deleted.
  if (!(await isOwner())) await caches.delete(mediaCacheName(uid));
}

/**
 * The configuration: from the network, and what came last when there is none, or when it takes longer than `patience`
 * (milliseconds). Rejects when there is neither. Hosting answers a missing file with the page: only JSON is kept.
 */
export async function fresh(request: Request, patience: number, { caches, fetch, later }: World): Promise<Response> {
  const asked = fetch(request).then((response) => {
    if (!isWhole(response) || !/^application\/json\b/.test(response.headers.get('content-type') ?? ''))
      return undefined;
    const copy = response.clone();
    later(caches.open(CONFIG).then((cache) => cache.put(request, copy)));
    return response;
  });
  const last = () => caches.match(request, { cacheName: CONFIG, ignoreVary: true, ignoreSearch: true });
  const answer = asked.then(
    async (response) => response ?? (await last()) ?? Response.error(),
    async (error: unknown) => (await last()) ?? Promise.reject(error as Error),
  );
  // What comes too late for this answer is still kept for the next.
  later(answer.catch(() => undefined));
  const slow = new Promise((resolve) => setTimeout(resolve, patience));
  return (await Promise.race([answer, slow.then(last)])) ?? answer;
}
