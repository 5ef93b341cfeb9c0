import type { ItemId } from '@maru/model';
import {
  chromium,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type CDPSession,
  type Page,
} from '@playwright/test';
import sharp from 'sharp';
import { CHROMIUM } from '../e2e/chromium.ts';
import { signIn, type Account } from '../e2e/app.ts';
import { heapBytes } from '../e2e/memory.ts';
import { newPerson } from '../e2e/new-person.ts';
import { setUp } from '../harness/global-setup.ts';
import { signInAs, useEmulators } from '../harness.ts';
import { seedIndex } from './generated-index.ts';
import { layoutMs } from './page/layout-time.ts';
import { throttle } from './phone/throttle.ts';
import { recordLongTasks } from './page/long-tasks.ts';
import { countReads, recordReads, scrollFor, scrollThrough } from './page/viewer-probe.ts';

const SIZES = [1000, 10_000, 100_000, 1_000_000];
const PHONE = { width: 360, height: 740 };
/** A fast scroll: CSS pixels per frame. */
const SCROLL = { ms: 5000, step: 240 };
/**
 * A scrub, CSS pixels per frame: below two screens, because the grid loads nothing from a jump until it rests. An album of a million is passed
 * in jumps.
 */
const SCRUB = { step: 1400, maxSteps: 8000, jumps: 1000, restMs: 500 };
/** Milliseconds of a frame that counts as slow. */
const SLOW_MS = 20;
/** So many tiles with an image are the first screen. */
const FIRST_IMAGES = 6;

interface Metrics {
  readonly coldReads: number;
  readonly scrubReads: number;
  readonly warmReads: number;
  readonly coldMs: number;
  /** Received until the cold page rests, the app included, images not, kB as sent. */
  readonly coldKb: number;
  /** The longest task until then: the start of the app, reading the outline and the layout. */
  readonly coldTaskMs: number;
  readonly warmMs: number;
  readonly layoutMs: number;
  readonly slowFrames: number;
  readonly longestTaskMs: number;
  readonly nodes: number;
  readonly heapMb: number;
}

/** Opens a page and returns the milliseconds until the first screen's images are loaded. */
async function firstImages(page: Page, path: string): Promise<number> {
  await page.goto(path, { waitUntil: 'commit' });
  return page.evaluate(
    (count) =>
      new Promise<number>((resolve) => {
        const check = (): void => {
          const images = [...document.querySelectorAll<HTMLImageElement>('main [role="listitem"] img')];
          if (images.filter(({ complete, naturalWidth }) => complete && naturalWidth > 0).length >= count)
            resolve(Math.round(performance.now()));
          else requestAnimationFrame(check);
        };
        check();
      }),
    FIRST_IMAGES,
  );
}

/** Waits for the page's first document, and until none arrived for two seconds; returns how many did. */
async function settledReads(page: Page): Promise<number> {
  await page.waitForFunction(countReads);
  for (let before = 0; ;) {
    const now = await page.evaluate(countReads);
    if (now === before) return now;
    before = now;
    await page.waitForTimeout(2000);
  }
}

async function frameStats(page: Page): Promise<Pick<Metrics, 'slowFrames' | 'longestTaskMs' | 'nodes'>> {
  await page.evaluate(() => (globalThis.longTasks = []));
  await page.evaluate(scrollFor, SCROLL);
  const { frames, tasks, nodes } = await page.evaluate(() => ({
    frames: globalThis.frameTimes.slice(1),
    tasks: globalThis.longTasks,
    nodes: globalThis.mostTiles,
  }));
  const slow = frames.filter((ms) => ms > SLOW_MS).length / frames.length;
  return { slowFrames: Math.round(slow * 1000) / 1000, longestTaskMs: Math.round(Math.max(0, ...tasks)), nodes };
}

/** The memory of the page's objects after a garbage collection, DOM and buffers included, without what the bench recorded. */
async function heapMb(page: Page, session: CDPSession): Promise<number> {
  await page.evaluate(() => (globalThis.listenTexts = []));
  await session.send('HeapProfiler.collectGarbage');
  return Math.round(heapBytes(await session.send('Runtime.getHeapUsage')) / 1024 ** 2);
}

/** Scrolls through the whole album, so that every sheet is in view once. The CPU is not slowed: late loads would be dropped. */
async function scrub(page: Page, session: CDPSession): Promise<number> {
  await session.send('Emulation.setCPUThrottlingRate', { rate: 1 });
  await page.evaluate(scrollThrough, SCRUB);
  return settledReads(page);
}

/** Counts the bytes that a page receives as bodies, but for images. Returns a function that gives the kB so far. */
async function countKb(session: CDPSession): Promise<() => number> {
  const images = new Set<string>();
  let bytes = 0;
  session.on('Network.responseReceived', ({ requestId, type }) => {
    if (type === 'Image') images.add(requestId);
  });
  session.on('Network.dataReceived', ({ requestId, encodedDataLength }) => {
    if (!images.has(requestId)) bytes += encodedDataLength;
  });
  await session.send('Network.enable');
  return () => Math.round(bytes / 1000);
}

/** A page of bare tiles with images, over the whole distance of the scroll: the lower bound. */
async function bareTiles(context: BrowserContext, image: Buffer): Promise<number> {
  const page = await context.newPage();
  const src = `data:image/jpeg;base64,${image.toString('base64')}`;
  await page.setContent(
    `<main style="height:200000px;position:relative">${Array.from(
      { length: 3 * Math.ceil((SCROLL.step * SCROLL.ms * 60) / 1000 / 120) },
      (_, n) =>
        `<div role="listitem" style="position:absolute;contain:strict;width:119px;height:119px;left:${(n % 3) * 120}px;top:${Math.floor(n / 3) * 120}px"><img style="width:100%;height:100%" src="${src}"></div>`,
    ).join('')}</main>`,
  );
  await page.evaluate(recordLongTasks);
  await throttle(page);
  const { slowFrames } = await frameStats(page);
  await page.close();
  return slowFrames;
}

/** Opens the album's page as at any later start: the service worker is installed, and the device stores what was shown before. */
async function measureWarm(context: BrowserContext, path: string): Promise<Pick<Metrics, 'warmMs' | 'warmReads'>> {
  let page = await context.newPage();
  await firstImages(page, path);
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');
  // Through the worker, which caches the images.
  await firstImages(page, path);
  await settledReads(page);
  await page.close();
  page = await context.newPage();
  await throttle(page);
  const warmMs = await firstImages(page, path);
  const warmReads = await settledReads(page);
  await page.close();
  return { warmMs, warmReads };
}

/** Whether the end of the scroll bar shows the album's oldest photo. */
async function reachesOldest(context: BrowserContext, path: string, oldest: ItemId): Promise<boolean> {
  const page = await context.newPage();
  await firstImages(page, path);
  await page.evaluate(() => scrollTo({ top: document.documentElement.scrollHeight, behavior: 'instant' }));
  const tile = page.locator(`main [data-item="${oldest}"]`);
  const isReached = await tile.waitFor({ timeout: 20_000 }).then(
    () => true,
    () => false,
  );
  await page.close();
  return isReached;
}

/** Measures an album of `count` photos on a slowed phone that has never opened it. */
async function measureCold(
  context: BrowserContext,
  path: string,
  count: number,
): Promise<Omit<Metrics, 'warmMs' | 'warmReads'>> {
  const page = await context.newPage();
  const session = await throttle(page);
  const receivedKb = await countKb(session);
  const coldMs = await firstImages(page, path);
  const coldReads = await settledReads(page);
  const coldKb = receivedKb();
  const coldTaskMs = await page.evaluate(() => Math.round(Math.max(0, ...globalThis.longTasks)));
  const frames = await frameStats(page);
  const scrubReads = await scrub(page, session);
  const heap = await heapMb(page, session);
  await page.close();
  return {
    coldReads,
    scrubReads,
    coldMs,
    coldKb,
    coldTaskMs,
    layoutMs: await layoutMs(context, count),
    ...frames,
    heapMb: heap,
  };
}

/** Opens a phone on which a person is signed in and every rendition is `image`. */
async function openPhone(
  browser: Browser,
  person: Account,
  image: Buffer,
  options: BrowserContextOptions,
): Promise<BrowserContext> {
  const context = await browser.newContext({
    baseURL: useEmulators().urls.app,
    locale: 'ko-KR',
    viewport: PHONE,
    ...options,
  });
  await context.addInitScript(recordLongTasks);
  await context.addInitScript(recordReads);
  await context.route(/\/v0\/b\//, (route) =>
    route.fulfill({ body: image, contentType: 'image/jpeg', headers: { 'access-control-allow-origin': '*' } }),
  );
  const page = await context.newPage();
  await signIn(page, person, '/settings');
  await page.close();
  return context;
}

/**
 * Opens, scrolls and scrubs generated albums in Chromium at a quarter of its speed, beside a page of bare tiles; starts them again with the
 * service worker installed, and looks for the oldest photo at a pixel ratio of 3. Reads are all documents that the
 * page received, those of the library, its people and albums included. Arguments: the sizes.
 */
export async function bench(args: readonly string[] = []): Promise<Record<string, number>> {
  const sizes = args.length > 0 ? args.map(Number) : SIZES;
  const end = await setUp({ rootDir: import.meta.dirname });
  const browser = await chromium.launch(CHROMIUM);
  try {
    const image = await sharp({ create: { width: 320, height: 240, channels: 3, background: '#7a8' } })
      .jpeg()
      .toBuffer();
    const all: Record<string, number> = {};
    for (const size of sizes) {
      // Each size has a person of its own, because a page also reads the other libraries of its person.
      const person = newPerson('한지우');
      const owner = await signInAs(person.name, { address: person.address, canCreateLibrary: true });
      const { library } = await owner.call('createLibrary', { name: '큰 집', timeZone: 'Asia/Seoul' });
      await owner.close();
      const began = performance.now();
      const { oldest, sheets } = await seedIndex(library, size);
      console.error(`${String(size)} entries in ${((performance.now() - began) / 1000).toFixed(0)} s`);
      const path = `/l/${library}/all`;
      const first = await openPhone(browser, person, image, { serviceWorkers: 'block' });
      const cold = await measureCold(first, path, size);
      const bareSlowFrames = await bareTiles(first, image);
      await first.close();
      const later = await openPhone(browser, person, image, { deviceScaleFactor: 3 });
      const warm = await measureWarm(later, path);
      const oldestReached = Number(await reachesOldest(later, path, oldest));
      await later.close();
      const metrics = { sheets, ...cold, ...warm, bareSlowFrames, oldestReached };
      console.table([{ size, ...metrics }]);
      for (const [name, value] of Object.entries(metrics)) all[`${name}_${size}`] = value;
    }
    return all;
  } finally {
    await browser.close();
    await end();
  }
}
