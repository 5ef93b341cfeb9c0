import { preloadCode } from '$app/navigation';
import { firstScreenDrawn } from '#lib/device/first-screen.ts';

/**
 * Loads the viewer's code after the first photos of the page, so that a tap opens a photo without waiting for it. Only where the service worker
 * has the code: browsers remember an import that failed for want of a network until the page is reloaded.
 */
export async function preloadViewer(): Promise<void> {
  if (!('serviceWorker' in navigator && navigator.serviceWorker.controller)) return;
  await firstScreenDrawn(() => document.querySelector('main img') === null);
  await preloadCode('/l/[library]/a/[album]/[item]').catch(() => undefined);
}
