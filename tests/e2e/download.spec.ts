import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { itemIdOf } from '@maru/model';
import { expect, test, type Browser, type BrowserContextOptions, type Download, type Page } from '@playwright/test';
import { MOTHER, OWNER } from '../../tools/demo/people.ts';
import { readZip } from '../media/zip.ts';
import {
  button,
  closeDevices,
  openDevice,
  WITH_SERVICE_WORKER,
  serviceWorkerReady,
  signIn,
  tileOf,
  tiles,
} from './app.ts';
import { PHONE } from './check-screen.ts';
import { albumPath, createTestLibrary, type TestLibrary } from './library-fixture.ts';
import { ko } from './messages.ts';

const PHOTOS = 4;
const IPHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Safari/604.1';
const ANDROID = 'Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36';

let fixture: TestLibrary;
test.beforeAll(async () => {
  test.setTimeout(180_000);
  fixture = await createTestLibrary({ owner: OWNER, viewers: [MOTHER], photos: PHOTOS });
});
test.afterEach(({ browser }) => closeDevices(browser));

/** The id of the item with these bytes, which is their hash. */
const idOfBytes = (bytes: Uint8Array): string => itemIdOf(createHash('sha256').update(bytes).digest('hex'));

/** Opens the album as the mother, who may only view, and selects all photos. */
async function selectAll(browser: Browser, options: BrowserContextOptions, script?: () => void): Promise<Page> {
  const { context, page } = await openDevice(browser, { ...WITH_SERVICE_WORKER, ...options });
  if (script) await context.addInitScript(script);
  await signIn(page, MOTHER, albumPath(fixture));
  await expect(tiles(page)).toHaveCount(PHOTOS);
  await serviceWorkerReady(page);
  await button(page, ko('selection_begin')).click();
  for (const item of fixture.items) await tileOf(page, item).click();
  return page;
}

const bytesOf = async (download: Download): Promise<Buffer> => readFile(await download.path());
const save = (page: Page) => page.getByRole('group', { name: ko('selection_actions') }).getByText(ko('item_save'));

test('on a computer, a selection is saved as a ZIP of the unchanged originals', async ({ browser }) => {
  const page = await selectAll(browser, {});
  const [download] = await Promise.all([page.waitForEvent('download'), save(page).click()]);
  expect(download.suggestedFilename().normalize('NFC')).toBe(`${fixture.title}.zip`);
  const files = readZip(await bytesOf(download));
  expect([...files.keys()].toSorted()).toEqual(['1.jpg', '2.jpg', '3.jpg', '4.jpg']);
  expect([...files.values()].map(idOfBytes).toSorted()).toEqual(fixture.items.toSorted());
  await expect(page.getByText(ko('save_done', { count: PHOTOS })).first()).toBeVisible();
});

test('on an iPhone, the share sheet gets the originals, after a tap if fetching took too long', async ({ browser }) => {
  const shareSheet = (): void => {
    let isTapped = false;
    const received: string[] = [];
    Object.assign(globalThis, { received });
    const hashOf = async (file: File): Promise<string> => {
      const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', await file.arrayBuffer()));
      return `${file.type} ${[...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
    };
    Object.assign(navigator, {
      canShare: () => true,
      share: async ({ files = [] }: ShareData) => {
        if (!isTapped) {
          isTapped = true;
          throw new DOMException('', 'NotAllowedError');
        }
        for (const file of files) received.push(await hashOf(file));
      },
    });
  };
  const page = await selectAll(browser, { viewport: PHONE, userAgent: IPHONE }, shareSheet);
  await save(page).click();
  await button(page, ko('save_tap')).click();
  await expect(page.getByText(ko('save_done', { count: PHOTOS })).first()).toBeVisible();
  const received = await page.evaluate(() => (globalThis as unknown as { received: string[] }).received);
  const ids = received.map((line) => itemIdOf(line.replace('image/jpeg ', '')));
  expect(ids.toSorted()).toEqual(fixture.items.toSorted());
});

test('on Android, every original is a download of its own', async ({ browser }) => {
  const page = await selectAll(browser, { viewport: PHONE, userAgent: ANDROID });
  const downloads: Download[] = [];
  page.on('download', (download) => downloads.push(download));
  await save(page).click();
  await expect(page.getByText(ko('save_done', { count: PHOTOS })).first()).toBeVisible();
  await expect.poll(() => downloads.length).toBe(PHOTOS);
  const ids = await Promise.all(downloads.map(async (download) => idOfBytes(await bytesOf(download))));
  expect(ids.toSorted()).toEqual(fixture.items.toSorted());
});
