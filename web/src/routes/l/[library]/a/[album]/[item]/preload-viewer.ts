import { preloadCode } from '$app/navigation';
import { firstScreenDrawn } from '#lib/device/first-screen.ts';

let isRequested = false;

/**
 * Loads the viewer's code once, after the first photos of the page, so that a tap opens a photo without waiting for it. Only if a service worker
 * controls the page, because it has the code: browsers remember a failed import until the page is reloaded.
 */
export async function preloadViewer(): Promise<void> {
  if (isRequested || !('serviceWorker' in navigator && navigator.serviceWorker.controller)) return;
  isRequested = true;
  await firstScreenDrawn(() => document.querySelector('main img') === null);
  await preloadCode('/l/[library]/a/[album]/[item]').catch(() => undefined);
}
