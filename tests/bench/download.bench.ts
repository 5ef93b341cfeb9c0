import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import {
  ALL,
  itemIdOf,
  MAX_ITEMS_PER_ADD,
  originalName,
  paths,
  writeMediaInfo,
  type AlbumId,
  type ItemId,
  type LibraryId,
} from '@maru/model';
import { chromium, type Browser, type Page } from '@playwright/test';
import { DEMO_PEOPLE } from '../../tools/demo/people.ts';
import { serviceWorkerReady, signIn } from '../e2e/app.ts';
import { CHROMIUM } from '../e2e/chromium.ts';
import { ko } from '../e2e/messages.ts';
import { setUp } from '../harness/global-setup.ts';
import { adminOf } from '../harness/inspect.ts';
import { signInAs, useEmulators, type Person } from '../harness.ts';
import { readZip } from '../media/zip.ts';

const [OWNER] = DEMO_PEOPLE;
const COUNT = 2000;
/** Bytes of an original. */
const SIZE = 400_000;
const PHONE = { width: 360, height: 740 };
/** CPU slowdown, as for a phone. */
const SLOWDOWN = 4;
const UPLOADS = 8;
const SAMPLE_MS = 500;

async function putOriginal(library: LibraryId, bytes: Buffer, item: ItemId): Promise<void> {
  const { urls, buckets } = useEmulators();
  const name = encodeURIComponent(originalName(library, item));
  const response = await fetch(
    `${urls.storage}/upload/storage/v1/b/${buckets.originals}/o?uploadType=media&name=${name}`,
    { method: 'POST', headers: { authorization: 'Bearer owner' }, body: new Uint8Array(bytes) },
  );
  if (!response.ok) throw new Error(`${item}: ${String(response.status)}`);
}

/** Stores ready items with random originals, and adds them to an album. */
async function fill(owner: Person, library: LibraryId, album: AlbumId, count: number): Promise<ItemId[]> {
  const { db } = adminOf(useEmulators());
  const media = writeMediaInfo({ kind: 'photo', format: 'jpeg', width: 4000, height: 3000, variants: [] });
  const items: ItemId[] = [];
  const queue = Array.from({ length: count }).keys();
  await Promise.all(
    Array.from({ length: UPLOADS }, async () => {
      for (const n of queue) {
        const bytes = randomBytes(SIZE);
        const item = itemIdOf(createHash('sha256').update(bytes).digest('hex'));
        await db.doc(paths.item(library, item)).set({
          ...{ uploader: owner.uid, fileName: `${String(n)}.jpg`, size: SIZE, albums: [ALL], addedAt: new Date() },
          ...{ ...media, state: 'ready', rev: 1, token: randomUUID(), changed: new Date() },
        });
        await putOriginal(library, bytes, item);
        items.push(item);
      }
    }),
  );
  for (let n = 0; n < count; n += MAX_ITEMS_PER_ADD)
    await owner.call('addToAlbum', { library, album, items: items.slice(n, n + MAX_ITEMS_PER_ADD) });
  return items;
}

/** Megabytes that all processes of a browser have in memory. */
async function memoryMb(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const resident = processInfo.map(async ({ id }) => {
    const status = await readFile(`/proc/${String(id)}/status`, 'utf8').catch(() => '');
    return Number(/RssAnon:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
  });
  return (await Promise.all(resident)).reduce((sum, mb) => sum + mb, 0);
}

async function selectAll(page: Page, count: number): Promise<void> {
  await page.getByRole('button', { name: ko('selection_begin') }).click();
  await page.keyboard.press('Control+a');
  await page.getByText(ko('selection_count', { count })).waitFor({ timeout: 120_000 });
}

const save = (page: Page) =>
  page
    .getByRole('group', { name: ko('selection_actions') })
    .getByText(ko('item_save'))
    .click();

/** How many files of a ZIP are not the expected items. */
function wrongFiles(zip: Buffer, items: readonly ItemId[]): number {
  const expected = new Set<string>(items);
  const found = [...readZip(zip).values()].map((bytes) => itemIdOf(createHash('sha256').update(bytes).digest('hex')));
  return found.filter((item) => !expected.delete(item)).length + expected.size;
}

/**
 * Saves an album of 2,000 originals as a ZIP in Chromium at a quarter of its speed: whether every hash is right, how fast, and how much memory
 * all processes of the browser need more than before, in the first and in the second half. Then cancels another. Argument: the number.
 */
export async function bench([number]: readonly string[] = []): Promise<Record<string, number>> {
  const count = Number(number ?? COUNT);
  const end = await setUp({ rootDir: import.meta.dirname });
  const browser = await chromium.launch(CHROMIUM);
  try {
    const owner = await signInAs(OWNER.name, { address: OWNER.address });
    const { library } = await owner.call('createLibrary', { name: '내려받기', timeZone: 'Asia/Seoul' });
    const { album } = await owner.call('createAlbum', { library, title: '모두', audience: { kind: 'library' } });
    const items = await fill(owner, library, album, count);
    await owner.close();
    const page = await browser.newPage({ baseURL: useEmulators().urls.app, locale: 'ko-KR', viewport: PHONE });
    await signIn(page, OWNER, `/l/${library}/a/${album}`);
    await serviceWorkerReady(page);
    const session = await page.context().newCDPSession(page);
    await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN });
    await selectAll(page, count);
    const before = await memoryMb(browser);
    const began = Date.now();
    const [download] = await Promise.all([page.waitForEvent('download', { timeout: 60_000 }), save(page)]);
    const samples: number[] = [];
    const timer = setInterval(() => void memoryMb(browser).then((mb) => samples.push(mb - before)), SAMPLE_MS);
    const path = await download.path();
    clearInterval(timer);
    const seconds = (Date.now() - began) / 1000;
    const half = samples.length >> 1;
    const peak = (of: readonly number[]) => Math.round(Math.max(0, ...of));
    const wrong = wrongFiles(await readFile(path), items);

    await selectAll(page, count);
    const [cancelled] = await Promise.all([page.waitForEvent('download', { timeout: 60_000 }), save(page)]);
    await cancelled.cancel();
    const left = (await cancelled.failure()) === 'canceled' ? 0 : 1;
    await page.getByText(ko('save_cancel')).waitFor({ state: 'detached' });

    const metrics = {
      files: count,
      megabytes: Math.round((await stat(path)).size / 1024 ** 2),
      seconds: Math.round(seconds),
      wrong,
      firstHalfMb: peak(samples.slice(0, half)),
      secondHalfMb: peak(samples.slice(half)),
      leftAfterCancelling: left,
    };
    console.table([metrics]);
    return metrics;
  } finally {
    await browser.close();
    await end();
  }
}
