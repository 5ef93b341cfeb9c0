import { createRequire } from 'node:module';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { DEMO_PEOPLE } from '../../tools/emulators/people.ts';
import { CHROMIUM } from '../e2e/chromium.ts';
import { signIn } from '../e2e/app.ts';
import { firstScriptBytes } from '../e2e/script-weight.ts';
import { limitNetwork, type Network } from '../e2e/slow-network.ts';
import { setUp } from '../harness/global-setup.ts';
import { signInAs, useEmulators } from '../harness.ts';
import { seedIndex } from './generated-index.ts';
import { median } from './median.ts';
import { serveSlowImages } from './phone/slow-images.ts';
import { throttle } from './phone/throttle.ts';

const [OWNER] = DEMO_PEOPLE;
const RUNS = 5;
const ITEMS = 10_000;
const PHONE = { width: 360, height: 740 };
/** Lighthouse's slow 4G. */
const LINK: Network = { bitsPerSecond: 1_600_000, latencyMs: 150 };
/** A page rests when its vitals have not changed for so long, ms. */
const REST_MS = 2000;
const TILES = 'main [role="listitem"] button[data-item]';

declare global {
  var vitals: { LCP: number; INP: number; CLS: number };
  var webVitals: Record<
    `on${keyof typeof globalThis.vitals}`,
    (report: (metric: { value: number }) => void, options: object) => void
  >;
}

type Vitals = typeof globalThis.vitals;
const round = (cls: number): number => Math.round(cls * 1000) / 1000;

type Metric = 'lcpWarmMs' | 'lcpColdMs' | 'inpMs' | 'cls' | 'tileToFullMs';
type Row = { readonly screen: string } & Readonly<Record<Metric, number>>;

/** web-vitals' script for pages that sets a global, also where a script's variables are its own. */
const webVitals = join(createRequire(import.meta.url).resolve('web-vitals'), '../web-vitals.umd.cjs');

/** Records the vitals so far, in the page. */
function recordVitals(): void {
  globalThis.vitals = { LCP: 0, INP: 0, CLS: 0 };
  for (const name of ['LCP', 'INP', 'CLS'] as const)
    globalThis.webVitals[`on${name}`](({ value }) => (globalThis.vitals[name] = value), { reportAllChanges: true });
}

/** The vitals of a page once they no longer change. */
async function settledVitals(page: Page): Promise<Vitals> {
  for (let before = ''; ;) {
    const now = await page.evaluate(() => globalThis.vitals);
    if (JSON.stringify(now) === before) return now;
    before = JSON.stringify(now);
    await page.waitForTimeout(REST_MS);
  }
}

/** A phone on which the owner is signed in. */
async function openPhone(browser: Browser, serviceWorkers: 'allow' | 'block'): Promise<BrowserContext> {
  const context = await browser.newContext({
    baseURL: useEmulators().urls.app,
    locale: 'ko-KR',
    viewport: PHONE,
    hasTouch: true,
    isMobile: true,
    serviceWorkers,
  });
  await context.addInitScript({ path: webVitals });
  await context.addInitScript(recordVitals);
  const page = await context.newPage();
  await signIn(page, OWNER, '/settings');
  await page.close();
  return context;
}

/** Opens a page on the slowed phone and returns its vitals. */
async function load(context: BrowserContext, path: string): Promise<{ page: Page; vitals: Vitals }> {
  const page = await context.newPage();
  await throttle(page);
  await (
    await limitNetwork(page)
  )(LINK);
  await page.goto(path, { waitUntil: 'commit' });
  await page.locator('main h1').waitFor();
  if (path.endsWith('/all')) await page.locator(TILES).first().waitFor();
  return { page, vitals: await settledVitals(page) };
}

/** Opens the photo of a tile and returns the milliseconds until its full picture is decoded and opaque. */
const tileToFull = (page: Page, tile: number): Promise<number> =>
  page.evaluate(
    ({ tile, selector }) =>
      new Promise<number>((resolve, reject) => {
        const began = performance.now();
        const opened = document.querySelectorAll<HTMLElement>(selector)[tile];
        if (!opened) {
          reject(new Error(`there is no tile ${String(tile)}`));
          return;
        }
        opened.click();
        const check = (): void => {
          const image = document.querySelector('.stage :not([inert]) > .picture img.large.loaded');
          if (image && getComputedStyle(image).opacity === '1') resolve(Math.round(performance.now() - began));
          else requestAnimationFrame(check);
        };
        requestAnimationFrame(check);
      }),
    { tile, selector: TILES },
  );

/** Taps through an album: a photo, the next, back. Returns the vitals, and the time to the full picture of a photo that was open before. */
async function use(page: Page): Promise<{ vitals: Vitals; tileToFullMs: number }> {
  const goBack = async (): Promise<void> => {
    await page.goBack();
    await page.locator('.stage').waitFor({ state: 'detached' });
  };
  await page.locator(TILES).first().tap();
  await page.locator('.stage img').first().waitFor();
  await page.keyboard.press('ArrowRight');
  await page.waitForTimeout(REST_MS);
  await goBack();
  await page.evaluate(() => scrollBy({ top: 1200, behavior: 'instant' }));
  await page.waitForTimeout(REST_MS);
  await tileToFull(page, 0);
  await goBack();
  const tileToFullMs = await tileToFull(page, 0);
  await goBack();
  return { vitals: await settledVitals(page), tileToFullMs };
}

/**
 * Web vitals of home and of an album of 10,000, signed in, on a phone profile: Chromium at a quarter of its speed, 1.6 Mbit/s and 150 ms, renditions
 * of about a photo's size over a link of the same speed. Cold: the first visit, nothing cached. Warm: the service worker is installed, and the device
 * stores what was shown before. Medians; the worse of the two pages. The first argument changes the number of runs.
 */
export async function bench(args: readonly string[] = []): Promise<Record<string, number>> {
  const times = Number(args[0] ?? RUNS);
  const end = await setUp({ rootDir: import.meta.dirname });
  const browser = await chromium.launch(CHROMIUM);
  try {
    const owner = await signInAs(OWNER.name, { address: OWNER.address });
    const { library } = await owner.call('createLibrary', { name: '큰 집', timeZone: 'Asia/Seoul' });
    for (const title of ['제주 여름', '할머니 칠순', '아버지 테이프'])
      await owner.call('createAlbum', { library, title, audience: { kind: 'library' } });
    await seedIndex(library, ITEMS);
    const firstPage = await browser.newPage({ locale: 'ko-KR' });
    const firstJsKb = Math.round((await firstScriptBytes(firstPage)) / 102.4) / 10;
    await firstPage.close();
    const rows: Row[] = [];
    for (const [screen, path] of [
      ['home', `/l/${library}`],
      ['album', `/l/${library}/all`],
    ] as const) {
      const cold: Vitals[] = [];
      for (let run = 0; run < times; run += 1) {
        const context = await openPhone(browser, 'block');
        const session = await context.newCDPSession(await context.newPage());
        await session.send('Network.clearBrowserCache');
        console.error(
          `${screen}, cold, ${String(run + 1)} of ${String(times)}; images of`,
          await serveSlowImages(context, LINK),
          'kB',
        );
        cold.push((await load(context, path)).vitals);
        await context.close();
      }
      const context = await openPhone(browser, 'allow');
      await serveSlowImages(context, LINK);
      for (let visit = 0; visit < 2; visit += 1) {
        const page = await context.newPage();
        await page.goto(path);
        await page.evaluate(() => navigator.serviceWorker.ready);
        await page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');
        await page.locator('main h1').waitFor();
        await settledVitals(page);
        await page.close();
      }
      const warm: Vitals[] = [];
      const used: Awaited<ReturnType<typeof use>>[] = [];
      for (let run = 0; run < times; run += 1) {
        const { page, vitals } = await load(context, path);
        warm.push(vitals);
        if (screen === 'album') used.push(await use(page));
        await page.close();
      }
      await context.close();
      rows.push({
        screen,
        lcpWarmMs: Math.round(median(warm.map(({ LCP }) => LCP))),
        lcpColdMs: Math.round(median(cold.map(({ LCP }) => LCP))),
        inpMs: Math.round(median(used.map(({ vitals }) => vitals.INP))),
        cls: round(
          Math.max(...[cold, warm, used.map(({ vitals }) => vitals)].map((of) => median(of.map(({ CLS }) => CLS)))),
        ),
        tileToFullMs: median(used.map((one) => one.tileToFullMs)),
      });
      console.table(rows.slice(-1));
    }
    await owner.close();
    const worst = (of: Metric): number => Math.max(...rows.map((row) => row[of]));
    return {
      lcpWarmMs: worst('lcpWarmMs'),
      lcpColdMs: worst('lcpColdMs'),
      inpMs: worst('inpMs'),
      cls: worst('cls'),
      tileToFullMs: worst('tileToFullMs'),
      firstJsKb,
    };
  } finally {
    await browser.close();
    await end();
  }
}
