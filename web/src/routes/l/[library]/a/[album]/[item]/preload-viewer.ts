import { preloadCode } from '$app/navigation';
import { firstScreenDrawn } from '#lib/device/first-screen.ts';

/** Loads the viewer's code after the first photos of the page, so that a tap opens a photo without waiting for it. */
export async function preloadViewer(): Promise<void> {
  await firstScreenDrawn(() => document.querySelector('main img') === null);
  // Offline, or after an update of the app: the tap loads it.
  await preloadCode('/l/[library]/a/[album]/[item]').catch(() => undefined);
}
