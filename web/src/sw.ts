import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';
import { finishClearing, fresh, LEFT_TO_HOSTING, picture, stillIn, type World } from './lib/device/media-cache.ts';

declare const self: ServiceWorkerGlobalScope & { __WB_MANIFEST: { url: string; revision: string | null }[] };

/** How long the configuration may take before the last one is good enough, in milliseconds. */
const PATIENCE = 3_000;

const world = (event: ExtendableEvent): World => ({
  caches: self.caches,
  fetch: (request) => fetch(request),
  later: (work) => {
    event.waitUntil(work);
  },
});

// A page that signed out may have ended before its wipe had.
void finishClearing(self.caches);

// The shell.
cleanupOutdatedCaches();
precacheAndRoute(self.__WB_MANIFEST);
registerRoute(new NavigationRoute(createHandlerBoundToURL('/200.html'), { denylist: [...LEFT_TO_HOSTING] }));

registerRoute(
  ({ sameOrigin, url }) => sameOrigin && url.pathname === '/maru.json',
  ({ request, event }) => fresh(request, PATIENCE, world(event)),
);

registerRoute(
  ({ url }) => stillIn(url) !== undefined,
  ({ request, event }) => picture(request, world(event)),
);

// The page asked for it before this worker was there.
self.addEventListener('install', (event) => {
  const asked = fresh(new Request('/maru.json'), PATIENCE, world(event));
  event.waitUntil(asked.catch(() => undefined));
});

// From the first visit on: what is looked at today has to open tomorrow without a network.
self.addEventListener('activate', (event) => {
  event.waitUntil(self.clients.claim());
});

// A new version waits until the person says so (lib/device/update.svelte.ts), and never changes a page under their hand.
self.addEventListener('message', ({ data }) => {
  if (data === 'take-over') void self.skipWaiting();
});
