import type { LibraryId } from '@maru/model';
import type { Browser, Page } from '@playwright/test';
import { signIn, type Account } from '../../e2e/app.ts';
import { useEmulators } from '../../harness.ts';

/** What the recording page holds: when each item's image was painted (ms since 1970), by item id. */
declare global {
  var paintedAt: Record<string, number>;
}

/** Records in the page, frame by frame, when each tile's image is loaded; it is painted one frame later. */
function recordPaintTimes(): void {
  globalThis.paintedAt = {};
  const check = (): void => {
    for (const tile of document.querySelectorAll<HTMLElement>('main [data-item]')) {
      const [id = '', img] = [tile.dataset['item'], tile.parentElement?.querySelector('img')];
      if (globalThis.paintedAt[id] !== undefined || !img?.complete || img.naturalWidth === 0) continue;
      globalThis.paintedAt[id] = Infinity;
      requestAnimationFrame(() => (globalThis.paintedAt[id] = Date.now()));
    }
    requestAnimationFrame(check);
  };
  requestAnimationFrame(check);
}

/** Opens a library's `all` album on a second device, which records when each image is painted. */
export async function openRecording(browser: Browser, person: Account, library: LibraryId): Promise<Page> {
  const context = await browser.newContext({ baseURL: useEmulators().urls.app, locale: 'ko-KR' });
  await context.addInitScript(recordPaintTimes);
  const page = await context.newPage();
  await signIn(page, person, `/l/${library}/all`);
  return page;
}

/** Returns when an item's image was painted, ms since 1970; rejects with the page's content after a timeout. */
export async function paintTime(page: Page, item: string, timeoutMs = 60_000): Promise<number> {
  const paintedTime = (id: string): number | undefined => {
    const time = globalThis.paintedAt[id];
    return time !== undefined && Number.isFinite(time) ? time : undefined;
  };
  try {
    return Number(
      await (await page.waitForFunction(paintedTime, item, { timeout: timeoutMs, polling: 20 })).jsonValue(),
    );
  } catch (error) {
    const text = await page.locator('main').innerText();
    const ids = await page.locator('main [data-item]').evaluateAll((all) => all.map((one) => one.dataset['item']));
    throw new Error(`${item} is not on ${page.url()}: ${text.slice(0, 300)} ${ids.join()}`, { cause: error });
  }
}

/** Returns a quantile (0 to 1) of times in milliseconds, in seconds. */
export function percentile(ms: readonly number[], quantile: number): number {
  const sorted = ms.toSorted((a, b) => a - b);
  const at = Math.max(0, Math.ceil(quantile * sorted.length) - 1);
  return Math.round(sorted[at] ?? 0) / 1000;
}
