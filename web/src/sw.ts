import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';
import { configResponse } from './lib/device/config-cache.ts';
import { incomingStore } from './lib/device/incoming/incoming-store.ts';
import { deleteMediaOfOthers, imageObjectOf, respondWithImage, type CacheContext } from './lib/device/media-cache.ts';
import { isZipPath, isZipRequest } from './lib/device/downloads/zip-messages.ts';
import { ZipDownloads } from './lib/device/downloads/zip-worker.ts';
import { isSharePath, respondToShare } from './lib/device/incoming/share-target.ts';
import { NAVIGATION_DENYLIST } from './lib/device/shell.ts';

declare const self: ServiceWorkerGlobalScope & { __WB_MANIFEST: { url: string; revision: string | null }[] };

/** How long the network may take for the configuration before the cached one is used, in milliseconds. */
const CONFIG_TIMEOUT_MS = 3_000;

const contextOf = (event: ExtendableEvent): CacheContext => ({
  caches: self.caches,
  fetch: (request) => fetch(request),
  waitUntil: (work) => {
    event.waitUntil(work);
  },
});

// The page may have been closed during a sign-out.
void deleteMediaOfOthers(self.caches);

// The app shell.
cleanupOutdatedCaches();
precacheAndRoute(self.__WB_MANIFEST);
registerRoute(new NavigationRoute(createHandlerBoundToURL('/200.html'), { denylist: [...NAVIGATION_DENYLIST] }));

registerRoute(
  ({ sameOrigin, url }) => sameOrigin && url.pathname === '/maru.json',
  ({ request, event }) => configResponse(request, CONFIG_TIMEOUT_MS, contextOf(event)),
);

registerRoute(
  ({ url }) => imageObjectOf(url) !== undefined,
  ({ request, event }) => respondWithImage(request, contextOf(event)),
);

registerRoute(
  ({ sameOrigin, url }) => sameOrigin && isSharePath(url.pathname),
  ({ request }) => respondToShare(request, incomingStore),
  'POST',
);

const zips = new ZipDownloads((url, init) => fetch(url, init));
registerRoute(
  ({ sameOrigin, url }) => sameOrigin && isZipPath(url.pathname),
  ({ url, event }) =>
    Promise.resolve(
      zips.respond(url, (work) => {
        event.waitUntil(work);
      }),
    ),
);

// The page fetched it before this worker was installed.
self.addEventListener('install', (event) => {
  const config = configResponse(new Request('/maru.json'), CONFIG_TIMEOUT_MS, contextOf(event));
  event.waitUntil(config.catch(() => undefined));
});

// Control the page on the first visit too, so that what it shows is cached for offline use.
self.addEventListener('activate', (event) => {
  event.waitUntil(self.clients.claim());
});

// A new version waits until the person accepts it (lib/device/update.svelte.ts), so that an open page never changes.
self.addEventListener('message', ({ data, ports: [port] }: ExtendableMessageEvent) => {
  if (data === 'skip-waiting') void self.skipWaiting();
  if (isZipRequest(data) && port) zips.accept(data, port);
});
