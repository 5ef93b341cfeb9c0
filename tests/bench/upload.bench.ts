import { randomInt } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LibraryId } from '@maru/model';
import { chromium, type Browser, type Page } from '@playwright/test';
import { build } from 'esbuild';
import { DEMO_PEOPLE } from '../../tools/demo/people.ts';
import { button, openDevice, signIn } from '../e2e/app.ts';
import { CHROMIUM } from '../e2e/chromium.ts';
import { ko } from '../e2e/messages.ts';
import { setUp } from '../harness/global-setup.ts';
import { signInAs, useEmulators } from '../harness.ts';
import { createTexture, syntheticPhoto } from '../media/synthetic-photo.ts';
import { recordLongTasks } from './page/long-tasks.ts';
import type { LoopOptions } from './page/upload-loop.ts';

const [OWNER] = DEMO_PEOPLE;
const COUNT = 500;
/** The width of the many photos, about 1 MB each, and of the four large ones, about 4 MB. */
const WIDTHS = { many: 1600, large: 3700 };

/** Writes unique photos into a folder; returns their paths and bytes in all. */
async function writePhotos(folder: string, name: string, count: number, width: number) {
  const size = { width, height: (width * 3) / 4 };
  const texture = await createTexture(size);
  const first = randomInt(1, 1e9);
  const files: string[] = [];
  let bytes = 0;
  for (let n = 0; n < count; n += 1) {
    const file = join(folder, `${name}-${String(n)}.jpg`);
    const content = await syntheticPhoto(first + n, size, texture);
    bytes += content.length;
    await writeFile(file, content);
    files.push(file);
  }
  return { files, mb: bytes / 1e6 };
}

/** How long nothing may be sent, in ms. */
const IDLE_MS = 60_000;

/** What the page shows of its uploads, for an error. */
const trayText = (page: Page): Promise<string> =>
  page
    .locator('section[data-phase]')
    .innerText({ timeout: 5000 })
    .catch(() => 'the page does not answer');

/** Resolves with the milliseconds from now until the page has sent `count` files, by the answers to their last requests. */
function sentMs(page: Page, count: number): Promise<number> {
  const began = performance.now();
  let left = count;
  const problems: string[] = [];
  return new Promise((resolve, reject) => {
    const fail = async (why: string): Promise<void> => {
      const text = [
        `${String(left)} of ${String(count)} files were not sent: ${why}`,
        await trayText(page),
        ...problems,
      ];
      reject(new Error(text.join('\n')));
    };
    const startTimer = () => setTimeout(() => void fail('nothing was sent for a minute'), IDLE_MS).unref();
    let timer = startTimer();
    page.once('crash', () => void fail('the page crashed'));
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text());
    });
    page.on('response', (response) => {
      if (!response.ok()) problems.push(`${String(response.status())} ${response.url()}`);
      const headers = response.request().headers();
      // The SDK sends a small file in one request.
      const isLast =
        headers['x-goog-upload-protocol'] === 'multipart' ||
        headers['x-goog-upload-command']?.includes('finalize') === true;
      if (!isLast || !response.ok()) return;
      clearTimeout(timer);
      timer = startTimer();
      left -= 1;
      if (left === 0) {
        clearTimeout(timer);
        resolve(performance.now() - began);
      }
    });
  });
}

/** Adds files with the picker of the app. Returns how long sending took, the page's long tasks meanwhile, both in ms, and its memory. */
async function withApp(browser: Browser, library: LibraryId, files: readonly string[]) {
  const { context, page } = await openDevice(browser, { locale: 'ko-KR' });
  await context.addInitScript(recordLongTasks);
  await signIn(page, OWNER, `/l/${library}/all`);
  const chooser = page.waitForEvent('filechooser');
  await button(page, ko('add')).first().click();
  const picker = await chooser;
  // The app has loaded what it loads later.
  await page.waitForTimeout(2000);
  await page.evaluate(() => (globalThis.longTasks = []));
  const sent = sentMs(page, files.length);
  await picker.setFiles([...files]);
  const ms = await sent;
  const tasks = await page.evaluate(() => globalThis.longTasks);
  const session = await context.newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await context.close();
  return { ms, tasks, heapMb: Math.round(usedSize / 1024 ** 2) };
}

/**
 * Adds files by the SDK in a plain loop, in a page of the app's origin without the app. Returns how long sending took, and the longest task in
 * which the browser only gave the files to the page, both in ms.
 */
async function withLoop(browser: Browser, library: LibraryId, files: readonly string[]) {
  const { config } = useEmulators();
  const entry = join(import.meta.dirname, 'page/upload-loop.ts');
  const { outputFiles } = await build({ entryPoints: [entry], bundle: true, format: 'iife', write: false });
  const { context, page } = await openDevice(browser);
  await context.addInitScript(recordLongTasks);
  await page.goto('/licenses.txt');
  await page.evaluate(() => {
    document.body.replaceChildren(Object.assign(document.createElement('input'), { type: 'file', multiple: true }));
  });
  await page.evaluate(outputFiles[0]?.text ?? '');
  await page.evaluate(() => (globalThis.longTasks = []));
  await page.locator('input').setInputFiles([...files]);
  // The observer reports the task in a later one.
  await page.waitForTimeout(500);
  const pickerMs = longest(await page.evaluate(() => globalThis.longTasks));
  const claims = { sub: OWNER.address, email: OWNER.address, email_verified: true, name: OWNER.name };
  const options: LoopOptions = { config, library, credential: JSON.stringify(claims) };
  const sent = sentMs(page, files.length);
  const [ms] = await Promise.all([sent, page.evaluate((given) => globalThis.uploadInLoop(given), options)]);
  await context.close();
  return { ms, pickerMs };
}

const longest = (tasks: readonly number[]): number => Math.round(Math.max(0, ...tasks));
const blocked = (tasks: readonly number[]): number => Math.round(tasks.reduce((sum, ms) => sum + ms - 50, 0));

/**
 * Photos added with the picker of the app (500, or the first argument) beside the SDK's uploadBytesResumable in a plain loop, each with files of its own; and four
 * photos of 4 MB: how long the page is blocked (its long tasks above 50 ms), and until all are accepted. Functions process them meanwhile, in both. `pickerTaskMs`:
 * the longest task in which Chromium gives as many files to a page without the app, which does nothing with them; it is part of the app's tasks too.
 */
export async function bench([countArg]: readonly string[] = []): Promise<Record<string, number>> {
  const count = Number(countArg ?? COUNT);
  const folder = await mkdtemp(join(tmpdir(), 'maru-upload-'));
  const tearDown = await setUp({ rootDir: import.meta.dirname });
  const browser = await chromium.launch(CHROMIUM);
  try {
    const owner = await signInAs(OWNER.name, { address: OWNER.address });
    const create = async (): Promise<LibraryId> =>
      (await owner.call('createLibrary', { name: '올리는 집', timeZone: 'Asia/Seoul' })).library;
    const large = await writePhotos(folder, 'large', 4, WIDTHS.large);
    const four = await withApp(browser, await create(), large.files);
    const [loopFiles, appFiles] = [
      await writePhotos(folder, 'loop', count, WIDTHS.many),
      await writePhotos(folder, 'app', count, WIDTHS.many),
    ];
    const loop = await withLoop(browser, await create(), loopFiles.files);
    const app = await withApp(browser, await create(), appFiles.files);
    await owner.close();
    const rate = (ms: number, mb: number) => ({
      filesPerS: Math.round((count / ms) * 1e5) / 100,
      mbPerS: Math.round((mb / ms) * 1e5) / 100,
    });
    console.table({ app: rate(app.ms, appFiles.mb), loop: rate(loop.ms, loopFiles.mb) });
    return {
      loopRatio: Math.round((loop.ms / app.ms) * 100) / 100,
      ...rate(app.ms, appFiles.mb),
      longestTaskMs: longest(app.tasks),
      pickerTaskMs: loop.pickerMs,
      heapMb: app.heapMb,
      largeMb: Math.round(large.mb * 10) / 10,
      blockedMs: blocked(four.tasks),
      acceptedMs: Math.round(four.ms),
    };
  } finally {
    await browser.close();
    await tearDown();
    await rm(folder, { recursive: true, force: true });
  }
}
