import type { Page } from '@playwright/test';

/** Images of a page since `watchImages`. */
export interface SeenImages {
  readonly loaded: number;
  /** Those shown as unavailable. */
  readonly broken: number;
}

/** Scrolls an open album from top to bottom again and again, and counts the images that load and those that fail; prints which failed. */
export async function watchImages(page: Page): Promise<void> {
  page.on('requestfailed', (request) => {
    const why = request.failure()?.errorText;
    // Images that scrolled away are aborted.
    if (why !== 'net::ERR_ABORTED') console.error(`${why ?? ''} ${request.url()}`);
  });
  await page.evaluate(() => {
    const seen = { loaded: 0, broken: 0 };
    Object.assign(globalThis, { seenImages: seen });
    const count = (name: keyof typeof seen) => (event: Event) => {
      if (event.target instanceof HTMLImageElement) seen[name] += 1;
    };
    // These events do not bubble, and 'load' does not reach the window.
    document.addEventListener('load', count('loaded'), true);
    document.addEventListener('error', count('broken'), true);
    setInterval(() => {
      const { scrollTop, scrollHeight, clientHeight } = document.scrollingElement ?? document.body;
      scrollTo({ top: (scrollTop + 500) % Math.max(1, scrollHeight - clientHeight), behavior: 'instant' });
    }, 500);
  });
}

/** What `watchImages` has counted so far. */
export const seenImages = (page: Page): Promise<SeenImages> =>
  page.evaluate(() => (globalThis as unknown as { seenImages: SeenImages }).seenImages);
