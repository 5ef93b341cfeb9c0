import type { LibraryId } from '@maru/model';
import type { Browser, Page } from '@playwright/test';
import { signIn } from '../e2e/app.ts';
import { useEmulators } from '../harness.ts';

/** What the watching page keeps: when (ms since 1970) each item's picture was painted, by the item's id. */
declare global {
  var paintedAt: Record<string, number>;
}

/** Notes in the page, frame by frame, which tile's picture has come; one frame later it is painted. */
function watch(): void {
  globalThis.paintedAt = {};
  const look = (): void => {
    for (const tile of document.querySelectorAll<HTMLElement>('main [data-item]')) {
      const [id = '', img] = [tile.dataset['item'], tile.parentElement?.querySelector('img')];
      if (globalThis.paintedAt[id] !== undefined || !img?.complete || img.naturalWidth === 0) continue;
      globalThis.paintedAt[id] = Infinity;
      requestAnimationFrame(() => (globalThis.paintedAt[id] = Date.now()));
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

/** A second device with a library's album of everything open, which notes when each picture is painted. */
export async function watching(browser: Browser, name: string, library: LibraryId): Promise<Page> {
  const context = await browser.newContext({ baseURL: useEmulators().urls.app, locale: 'ko-KR' });
  await context.addInitScript(watch);
  const page = await context.newPage();
  await signIn(page, name, `/l/${library}/all`);
  return page;
}

/** When an item's picture was painted on that device, ms since 1970; rejects with what it shows where it does not come. */
export async function paintedOn(page: Page, item: string, patience = 60_000): Promise<number> {
  const of = (id: string): number | undefined => {
    const when = globalThis.paintedAt[id];
    return when !== undefined && Number.isFinite(when) ? when : undefined;
  };
  try {
    return Number(await (await page.waitForFunction(of, item, { timeout: patience, polling: 20 })).jsonValue());
  } catch (error) {
    const shown = await page.locator('main').innerText();
    const ids = await page.locator('main [data-item]').evaluateAll((all) => all.map((one) => one.dataset['item']));
    throw new Error(`${item} is not on ${page.url()}: ${shown.slice(0, 300)} ${ids.join()}`, { cause: error });
  }
}

/** The share `of` (0 to 1) of these figures lies at or below the answer, in seconds. */
export function percentile(ms: readonly number[], of: number): number {
  const sorted = ms.toSorted((a, b) => a - b);
  const at = Math.max(0, Math.ceil(of * sorted.length) - 1);
  return Math.round(sorted[at] ?? 0) / 1000;
}
