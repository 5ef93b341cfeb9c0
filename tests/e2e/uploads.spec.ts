import { ALL, originalName, paths } from '@maru/model';
import { expect, test, type Page } from '@playwright/test';
import { OWNER } from '../../tools/demo/people.ts';
import { idOfBytes } from '../functions/uploading.ts';
import { useEmulators } from '../harness.ts';
import { inspect } from '../harness/inspect.ts';
import { albumPath, unique, createTestLibrary } from './library-fixture.ts';
import {
  addFiles,
  button,
  closeDevices,
  createAlbum,
  createDataTransfer,
  decodedCount,
  goOnline,
  limitUpload,
  openDevice,
  WITH_SERVICE_WORKER,
  openTray,
  photoFile,
  signIn,
  tileOf,
  tiles,
  tray,
  trayRow,
  type FilePayload,
} from './app.ts';
import { databaseNames } from './device-storage.ts';
import { ko } from './messages.ts';

test.afterEach(({ browser }) => closeDevices(browser));

/** A photo of a given size: bytes after the end of a JPEG are ignored. */
async function paddedPhoto(name: string, bytes: number): Promise<FilePayload> {
  const original = await photoFile(name);
  return { ...original, buffer: Buffer.concat([original.buffer, Buffer.alloc(bytes)]) };
}

/** Records every request that starts to upload an original. */
function recordUploadStarts(page: Page): string[] {
  const all: string[] = [];
  const { originals } = useEmulators().buckets;
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().includes(`/b/${originals}/o?`)) all.push(request.url());
  });
  return all;
}

test('dropped and pasted files are added, and the page hints where to drop', async ({ browser }) => {
  const fixture = await createTestLibrary({ owner: OWNER });
  const { page } = await openDevice(browser);
  await signIn(page, OWNER, albumPath(fixture));
  await expect(button(page, ko('add'))).toBeVisible();

  const dropped = await createDataTransfer(page, [await photoFile('놓은 것 1.jpg'), await photoFile('놓은 것 2.jpg')]);
  await page.dispatchEvent('main', 'dragenter', { dataTransfer: dropped });
  await expect(page.getByText(ko('add_drop_here'))).toBeVisible();
  await page.dispatchEvent('main', 'drop', { dataTransfer: dropped });
  await expect(page.getByText(ko('add_drop_here'))).toHaveCount(0);
  await expect(tiles(page)).toHaveCount(2, { timeout: 30_000 });

  const pasted = await createDataTransfer(page, [await photoFile('붙인 것.jpg')]);
  await page.evaluate((clipboardData) => {
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, pasted);
  await expect(tiles(page)).toHaveCount(3, { timeout: 30_000 });
  await openTray(page);
  await expect(trayRow(page, '붙인 것.jpg')).toHaveAttribute('data-state', 'ready');

  // The tray does not cover the buttons of a dialog.
  await button(page, ko('more')).click();
  await button(page, ko('album_rename')).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await expect(tray(page)).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(tray(page)).toBeVisible();
});

test('an upload continues across pages, pauses offline and resumes by itself', async ({ browser }) => {
  const fixture = await createTestLibrary({ owner: OWNER });
  const { page, context } = await openDevice(browser, WITH_SERVICE_WORKER);
  await signIn(page, OWNER, albumPath(fixture));
  const file = await paddedPhoto('긴 것.jpg', 6_000_000);
  const item = idOfBytes(file.buffer);
  const starts = recordUploadStarts(page);
  await limitUpload(page, 600_000);
  await addFiles(page, [file]);

  await page.getByRole('link', { name: ko('back_to_albums') }).click();
  await page.getByRole('link', { name: ko('settings_title') }).click();
  await openTray(page);
  const row = trayRow(page, '긴 것.jpg');
  const progress = (): Promise<number> =>
    row.getByRole('progressbar').evaluate((bar: HTMLProgressElement) => bar.value);
  await expect.poll(progress).toBeGreaterThan(0.1);
  await expect(row.getByText(ko('upload_sending'))).toBeVisible();

  await context.setOffline(true);
  await expect(row.getByText(ko('upload_paused'))).toBeVisible();
  await expect(
    tray(page)
      .getByText(ko('tray_offline', { total: 1, ready: 0 }))
      .first(),
  ).toBeVisible();
  expect(await progress()).toBeLessThan(1);
  const { buckets } = useEmulators();
  expect(await inspect.object(buckets.originals, originalName(fixture.library, item))).toBeUndefined();

  await limitUpload(page, -1);
  await goOnline(page);
  await expect(row).toHaveAttribute('data-state', 'ready', { timeout: 60_000 });
  await expect(row.getByText(ko('upload_ready'))).toBeVisible();
  // It resumed instead of starting again.
  expect(starts.filter((url) => url.includes('name=') && !url.includes('upload_id'))).toHaveLength(1);
  await page.getByRole('link', { name: ko('back_to_albums') }).click();
  await page.getByRole('link', { name: fixture.title }).click();
  await expect(tileOf(page, item)).toBeVisible();
});

test('a file that waits goes on in another window when its own is closed, and is sent once', async ({ browser }) => {
  const fixture = await createTestLibrary({ owner: OWNER });
  const { page, context } = await openDevice(browser);
  await signIn(page, OWNER, albumPath(fixture));
  const other = await context.newPage();
  const starts = recordUploadStarts(other);
  await other.goto(albumPath(fixture));
  await expect(button(other, ko('add'))).toBeVisible();
  await context.setOffline(true);
  await addFiles(page, [await photoFile('기다리는 것.jpg')]);
  await expect(tray(page).getByText(ko('tray_may_close'))).toBeVisible();
  await expect(tray(other)).toHaveCount(0);
  const closed = page.waitForEvent('close');
  // The browser asks nothing.
  await page.close({ runBeforeUnload: true });
  await closed;
  await expect(tray(other).getByText(ko('tray_may_close'))).toBeVisible();
  await goOnline(other);
  await expect(tiles(other)).toHaveCount(1, { timeout: 30_000 });
  await expect(tray(other)).toHaveAttribute('data-phase', 'over');
  expect(starts.filter((url) => url.includes('name=') && !url.includes('upload_id'))).toHaveLength(1);
});

test('where the storage of the device is full, files are sent, the tray says to stay, and the browser asks', async ({
  browser,
}) => {
  const fixture = await createTestLibrary({ owner: OWNER });
  const { page, context } = await openDevice(browser);
  await page.addInitScript(() => {
    const put = Reflect.get(IDBObjectStore.prototype, 'put') as (...args: unknown[]) => IDBRequest;
    IDBObjectStore.prototype.put = function (this: IDBObjectStore, ...args: unknown[]) {
      const request = Reflect.apply(put, this, args) as IDBRequest<IDBValidKey>;
      if (this.name === 'files') this.transaction.abort();
      return request;
    };
  });
  await signIn(page, OWNER, albumPath(fixture));
  await expect(button(page, ko('add'))).toBeVisible();
  await context.setOffline(true);
  await addFiles(page, [await photoFile('기다리는 것.jpg')]);
  await expect(tray(page).getByText(ko('tray_keep_open'))).toBeVisible();
  const dialogShown = page.waitForEvent('dialog');
  void page.reload().catch(() => undefined);
  const dialog = await dialogShown;
  expect(dialog.type()).toBe('beforeunload');
  await dialog.dismiss();
  await goOnline(page);
  await expect(tiles(page)).toHaveCount(1, { timeout: 30_000 });
  await expect(tray(page).getByText(ko('tray_keep_open'))).toHaveCount(0);
});

test('a sign-out asks while files of another window wait, and removes them', async ({ browser }) => {
  const fixture = await createTestLibrary({ owner: OWNER });
  const { page, context } = await openDevice(browser);
  await signIn(page, OWNER, albumPath(fixture));
  await limitUpload(page, 100_000);
  await addFiles(page, [await paddedPhoto('긴 것.jpg', 6_000_000)]);
  await expect(tray(page).getByText(ko('tray_may_close'))).toBeVisible();
  const other = await context.newPage();
  await other.goto('/settings');
  await button(other, ko('settings_sign_out')).click();
  const dialog = other.getByRole('dialog');
  await expect(dialog.getByText(ko('settings_sign_out_sending'))).toBeVisible();
  await button(dialog, ko('settings_sign_out')).click();
  for (const window of [other, page]) await expect(window).toHaveURL(/sign-in/);
  await expect.poll(() => databaseNames(other)).toEqual([]);
});

test('the same photo is one item, chosen twice at once and once more later', async ({ browser }) => {
  const fixture = await createTestLibrary({ owner: OWNER });
  const { page } = await openDevice(browser);
  await signIn(page, OWNER, albumPath(fixture));
  const file = await photoFile('하나.jpg');
  await addFiles(page, [file, { ...file, name: '하나 (1).jpg' }]);
  await openTray(page);
  for (const name of ['하나.jpg', '하나 (1).jpg'])
    await expect(trayRow(page, name)).toHaveAttribute('data-state', 'ready', { timeout: 30_000 });
  await expect(tiles(page)).toHaveCount(1);
  const starts = recordUploadStarts(page);
  await addFiles(page, [{ ...file, name: '또 하나.jpg' }]);
  await expect(trayRow(page, '또 하나.jpg').getByText(ko('upload_already'))).toBeVisible();
  expect(starts).toEqual([]);
  expect(await inspect.count(`libraries/${fixture.library}/items`)).toBe(1);
  expect(await inspect.count(`${paths.album(fixture.library, ALL)}/entries`)).toBe(1);
  await expect(tiles(page)).toHaveCount(1);
});

test('a photo that the library already has is added to a second album without an upload', async ({ browser }) => {
  const fixture = await createTestLibrary({ owner: OWNER });
  const { page } = await openDevice(browser);
  await signIn(page, OWNER, albumPath(fixture));
  const file = await photoFile('둘 다.jpg');
  await addFiles(page, [file]);
  await expect.poll(() => decodedCount(page), { timeout: 30_000 }).toBe(1);
  await page.getByRole('link', { name: ko('back_to_albums') }).click();
  await createAlbum(page, unique('다른 앨범'));
  const starts = recordUploadStarts(page);
  await addFiles(page, [file]);
  await expect.poll(() => decodedCount(page), { timeout: 30_000 }).toBe(1);
  await expect(tileOf(page, idOfBytes(file.buffer))).toBeVisible();
  expect(starts).toEqual([]);
  expect(await inspect.count(`libraries/${fixture.library}/items`)).toBe(1);
});
