import { ALL, originalName, paths } from '@maru/model';
import { expect, test, type JSHandle, type Page } from '@playwright/test';
import { OWNER } from '../../tools/demo/people.ts';
import { idOfBytes } from '../functions/adding.ts';
import { useEmulators } from '../harness.ts';
import { inspect } from '../harness/inspect.ts';
import { jpegOf } from '../media/photo.ts';
import { albumAt, fresh, furnished } from './furnished.ts';
import {
  add,
  device,
  leaveAll,
  makeAlbum,
  openTray,
  paintedCount,
  rowOf,
  signIn,
  tileOf,
  tiles,
  tray,
  type Picked,
} from './visitor.ts';
import { ko } from './words.ts';

test.afterEach(({ browser }) => leaveAll(browser));

async function photo(name: string, width = 600, height = 400): Promise<Picked> {
  const seed = Math.floor(Math.random() * 2 ** 31);
  return { name, mimeType: 'image/jpeg', buffer: await jpegOf({ seed, width, height }) };
}

/** A photo of a given size: bytes after the end of a JPEG are ignored. */
async function longPhoto(name: string, bytes: number): Promise<Picked> {
  const short = await photo(name);
  return { ...short, buffer: Buffer.concat([short.buffer, Buffer.alloc(bytes)]) };
}

/** Creates a DataTransfer in the page, as a drop or a paste holds it. */
const inHand = (page: Page, files: readonly Picked[]): Promise<JSHandle<DataTransfer>> =>
  page.evaluateHandle(
    (all) => {
      const transfer = new DataTransfer();
      for (const { name, type, text } of all) {
        const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
        transfer.items.add(new File([bytes], name, { type }));
      }
      return transfer;
    },
    files.map(({ name, mimeType, buffer }) => ({ name, type: mimeType, text: buffer.toString('base64') })),
  );

/** Records every request that starts to upload an original. */
function sendings(page: Page): string[] {
  const all: string[] = [];
  const { originals } = useEmulators().buckets;
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().includes(`/b/${originals}/o?`)) all.push(request.url());
  });
  return all;
}

test('dropped and pasted files are added, and the page hints where to drop', async ({ browser }) => {
  const home = await furnished({ owner: OWNER });
  const { page } = await device(browser);
  await signIn(page, OWNER.name, albumAt(home));
  await expect(page.getByRole('button', { name: ko('add'), exact: true })).toBeVisible();

  const dropped = await inHand(page, [await photo('놓은 것 1.jpg'), await photo('놓은 것 2.jpg')]);
  await page.dispatchEvent('main', 'dragenter', { dataTransfer: dropped });
  await expect(page.getByText(ko('add_drop_here'))).toBeVisible();
  await page.dispatchEvent('main', 'drop', { dataTransfer: dropped });
  await expect(page.getByText(ko('add_drop_here'))).toHaveCount(0);
  await expect(tiles(page)).toHaveCount(2, { timeout: 30_000 });

  const pasted = await inHand(page, [await photo('붙인 것.jpg')]);
  await page.evaluate((clipboardData) => {
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, pasted);
  await expect(tiles(page)).toHaveCount(3, { timeout: 30_000 });
  await openTray(page);
  await expect(rowOf(page, '붙인 것.jpg')).toHaveAttribute('data-state', 'ready');
});

test('an upload continues across pages, pauses offline and resumes by itself', async ({ browser }) => {
  const home = await furnished({ owner: OWNER });
  const { page, context } = await device(browser);
  await signIn(page, OWNER.name, albumAt(home));
  const cdp = await context.newCDPSession(page);
  const file = await longPhoto('긴 것.jpg', 6_000_000);
  const item = idOfBytes(file.buffer);
  const starts = sendings(page);
  await cdp.send('Network.enable');
  await cdp.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 0,
    downloadThroughput: -1,
    uploadThroughput: 600_000,
  });
  await add(page, [file]);

  await page.getByRole('link', { name: ko('back_to_albums') }).click();
  await page.getByRole('link', { name: ko('settings_title') }).click();
  await openTray(page);
  const row = rowOf(page, '긴 것.jpg');
  const sent = (): Promise<number> => row.getByRole('progressbar').evaluate((bar: HTMLProgressElement) => bar.value);
  await expect.poll(sent).toBeGreaterThan(0.1);
  await expect(row.getByText(ko('upload_sending'))).toBeVisible();

  await context.setOffline(true);
  await expect(row.getByText(ko('upload_paused'))).toBeVisible();
  await expect(
    tray(page)
      .getByText(ko('tray_offline', { total: 1, ready: 0 }))
      .first(),
  ).toBeVisible();
  expect(await sent()).toBeLessThan(1);
  const { buckets } = useEmulators();
  expect(await inspect.object(buckets.originals, originalName(home.library, item))).toBeUndefined();

  await context.setOffline(false);
  // Without any network interface but loopback, Chromium does not fire the event.
  await page.evaluate(() => navigator.onLine || window.dispatchEvent(new Event('online')));
  await expect(row).toHaveAttribute('data-state', 'ready', { timeout: 60_000 });
  await expect(row.getByText(ko('upload_ready'))).toBeVisible();
  // It resumed instead of starting again.
  expect(starts.filter((url) => url.includes('name=') && !url.includes('upload_id'))).toHaveLength(1);
  await page.getByRole('link', { name: ko('back_to_albums') }).click();
  await page.getByRole('link', { name: home.title }).click();
  await expect(tileOf(page, item)).toBeVisible();
});

test('a file that waits for the network would be lost in a reload: the tray says so and the browser asks', async ({
  browser,
}) => {
  const home = await furnished({ owner: OWNER });
  const { page, context } = await device(browser);
  await signIn(page, OWNER.name, albumAt(home));
  await expect(page.getByRole('button', { name: ko('add'), exact: true })).toBeVisible();
  await context.setOffline(true);
  await add(page, [await photo('기다리는 것.jpg')]);
  await expect(tray(page).getByText(ko('tray_keep_open'))).toBeVisible();
  const asked = page.waitForEvent('dialog');
  void page.reload().catch(() => undefined);
  const dialog = await asked;
  expect(dialog.type()).toBe('beforeunload');
  await dialog.dismiss();
  await expect(tray(page)).toBeVisible();
  await context.setOffline(false);
  await page.evaluate(() => navigator.onLine || window.dispatchEvent(new Event('online')));
  await expect(tiles(page)).toHaveCount(1, { timeout: 30_000 });
  await expect(tray(page).getByText(ko('tray_keep_open'))).toHaveCount(0);
});

test('the same photo is one item, chosen twice at once and once more later', async ({ browser }) => {
  const home = await furnished({ owner: OWNER });
  const { page } = await device(browser);
  await signIn(page, OWNER.name, albumAt(home));
  const one = await photo('하나.jpg');
  await add(page, [one, { ...one, name: '하나 (1).jpg' }]);
  await openTray(page);
  for (const name of ['하나.jpg', '하나 (1).jpg'])
    await expect(rowOf(page, name)).toHaveAttribute('data-state', 'ready', { timeout: 30_000 });
  await expect(tiles(page)).toHaveCount(1);
  const starts = sendings(page);
  await add(page, [{ ...one, name: '또 하나.jpg' }]);
  await expect(rowOf(page, '또 하나.jpg').getByText(ko('upload_already'))).toBeVisible();
  expect(starts).toEqual([]);
  expect(await inspect.count(`libraries/${home.library}/items`)).toBe(1);
  expect(await inspect.count(`${paths.album(home.library, ALL)}/entries`)).toBe(1);
  await expect(tiles(page)).toHaveCount(1);
});

test('a photo that the library already has is added to a second album without an upload', async ({ browser }) => {
  const home = await furnished({ owner: OWNER });
  const { page } = await device(browser);
  await signIn(page, OWNER.name, albumAt(home));
  const one = await photo('둘 다.jpg');
  await add(page, [one]);
  await expect.poll(() => paintedCount(page), { timeout: 30_000 }).toBe(1);
  await page.getByRole('link', { name: ko('back_to_albums') }).click();
  await makeAlbum(page, fresh('다른 앨범'));
  const starts = sendings(page);
  await add(page, [one]);
  await expect.poll(() => paintedCount(page), { timeout: 30_000 }).toBe(1);
  await expect(tileOf(page, idOfBytes(one.buffer))).toBeVisible();
  expect(starts).toEqual([]);
  expect(await inspect.count(`libraries/${home.library}/items`)).toBe(1);
});
