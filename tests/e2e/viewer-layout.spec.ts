import { randomInt } from 'node:crypto';
import { ALL } from '@maru/model';
import { expect, test, type Locator } from '@playwright/test';
import sharp from 'sharp';
import { EDITOR } from '../../tools/demo/people.ts';
import { uploadItem as addItem, waitUntilProcessed } from '../functions/uploading.ts';
import { signInAs } from '../harness.ts';
import { mp4Of } from '../media/video.ts';
import { jpegOf } from '../media/photo.ts';
import { albumPath, createTestLibrary, itemPath, type TestLibrary } from './library-fixture.ts';
import { PHONE } from './check-screen.ts';
import { findDefects } from './layout-defects.ts';
import { playVideo } from './playback.ts';
import { addFiles, button, closeDevices, openDevice, signIn, stage, tray } from './app.ts';
import { en, ko } from './messages.ts';

let fixture: TestLibrary;
test.beforeAll(async () => {
  fixture = await createTestLibrary({ owner: EDITOR, photos: 2 });
  const editor = await signInAs(EDITOR.name, { address: EDITOR.address });
  const bytes = await mp4Of({ width: 480, height: 640, seconds: 20, rate: 4, seed: randomInt(1, 10_000) });
  const video = await addItem(editor, fixture.library, bytes, {
    albums: [ALL, fixture.album],
    fileName: '2019-05-03.mp4',
  });
  await waitUntilProcessed(fixture.library, video);
  fixture.items.push(video);
  await editor.close();
});
test.afterEach(({ browser }) => closeDevices(browser));

/** Returns an element's box in whole CSS pixels, after every animation that moves it or a parent has finished. */
const boxOf = async (of: Locator): Promise<number[]> => {
  await of.evaluate(async (node) => {
    for (let at: Element | null = node; at; at = at.parentElement)
      await Promise.all(at.getAnimations().map(({ finished }) => finished));
  });
  const { x = 0, y = 0, width = 0, height = 0 } = (await of.boundingBox()) ?? {};
  return [x, y, width, height].map(Math.round);
};

test('‹ and › stay in place from item to item, and playing moves neither them nor the image', async ({ browser }) => {
  const { page } = await openDevice(browser);
  await signIn(page, EDITOR, itemPath(fixture, 0));
  const next = button(stage(page), ko('viewer_next'));
  const previous = button(stage(page), ko('viewer_previous'));
  const position = await boxOf(next);
  await next.click();
  await expect(page).toHaveURL(new RegExp(`${itemPath(fixture, 1)}$`));
  await expect(previous).toBeVisible();
  expect(await boxOf(next)).toEqual(position);
  const before = await boxOf(previous);
  await next.click();
  await expect(page).toHaveURL(new RegExp(`${itemPath(fixture, 2)}$`));
  await expect(next).toHaveCount(0);
  const image = stage(page).locator('div:not([inert]) > .picture');
  const imageBox = await boxOf(image);
  await playVideo(page);
  expect(await boxOf(image)).toEqual(imageBox);
  expect(await boxOf(previous)).toEqual(before);
});

test('on a phone the photo fills the window, one row of actions takes 72 px, and the bars hide and return', async ({
  browser,
}) => {
  const { page } = await openDevice(browser, { viewport: PHONE, hasTouch: true });
  await signIn(page, EDITOR, itemPath(fixture, 0));
  const [, , width] = await boxOf(stage(page).locator('div:not([inert]) > .picture'));
  expect(width).toBe(PHONE.width);
  for (const language of ['ko', 'en']) {
    await page.evaluate(
      (newValue) => dispatchEvent(new StorageEvent('storage', { key: 'maru-locale', newValue })),
      language,
    );
    const [, top = 0, , height = 0] = await boxOf(page.locator('.stage footer .row'));
    expect(height).toBeGreaterThan(48);
    expect(PHONE.height - top).toBeLessThanOrEqual(72);
  }
  // A touch on a button that is not seen only shows the bars.
  await expect(page.locator('.stage')).toHaveClass(/faded/, { timeout: 10_000 });
  const trash = button(page, en('item_trash'));
  await trash.tap();
  await expect(page.locator('.stage')).not.toHaveClass(/faded/);
  await expect(page).toHaveURL(new RegExp(`${itemPath(fixture, 0)}$`));
  await page.touchscreen.tap(PHONE.width / 2, 150);
  await expect(page.locator('.stage')).toHaveClass(/faded/);
});

test('the upload tray lies above the viewer and works; the navigation behind the viewer is unreachable', async ({
  browser,
}) => {
  const { page } = await openDevice(browser);
  await signIn(page, EDITOR, albumPath(fixture));
  const buffer = await jpegOf({ seed: randomInt(1, 2 ** 31), width: 300, height: 200 });
  const text = { name: '메모.txt', mimeType: 'text/plain', buffer: Buffer.from(`메모 ${String(randomInt(2 ** 40))}`) };
  await addFiles(page, [{ name: '산.jpg', mimeType: 'image/jpeg', buffer }, text]);
  await expect(tray(page)).toBeVisible();
  await page
    .getByRole('list', { name: ko('grid_label') })
    .getByRole('button')
    .first()
    .click();
  await expect(stage(page)).toBeVisible();
  await tray(page)
    .getByRole('button', { name: ko('tray_more') })
    .click();
  await expect(tray(page).getByText('메모.txt', { exact: true })).toBeVisible();
  await tray(page)
    .getByRole('button', { name: ko('upload_dismiss', { name: '메모.txt' }) })
    .click();
  await expect(tray(page).getByText('메모.txt', { exact: true })).toHaveCount(0);

  await expect(page.getByRole('navigation')).toHaveCount(0);
  await stage(page).focus();
  for (let n = 0; n < 20; n += 1) {
    await page.keyboard.press('Tab');
    const isOutside = await page.evaluate(
      () => document.activeElement !== document.body && !document.activeElement?.closest('.stage, [popover]'),
    );
    expect(isOutside).toBe(false);
  }
  // In the tray, Esc belongs to the tray.
  await stage(page).focus();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('navigation')).toBeVisible();
});

test('in forced colours the seek bar shows its position and buttons keep a border', async ({ browser }) => {
  const { page } = await openDevice(browser, { forcedColors: 'active' });
  await signIn(page, EDITOR, itemPath(fixture, 2));
  await playVideo(page);
  await stage(page)
    .getByRole('button', { name: ko('player_pause') })
    .click();
  const bar = stage(page).getByRole('slider');
  const { data, info } = await sharp(await bar.screenshot())
    .raw()
    .toBuffer({ resolveWithObject: true });
  const colourAt = (share: number): number[] => {
    const at = (Math.floor(info.height / 2) * info.width + Math.floor(info.width * share)) * info.channels;
    return [...data.subarray(at, at + 3)];
  };
  expect(colourAt(0.04)).not.toEqual(colourAt(0.96));
  const edges = await stage(page)
    .locator('button:visible')
    .evaluateAll((all) =>
      all.filter((one) => getComputedStyle(one).borderTopWidth === '0px').map((one) => one.outerHTML),
    );
  expect(edges).toEqual([]);
});

test('photos of extreme shapes with long captions fit on the smallest phone, with letters three times as large too', async ({
  browser,
}) => {
  const shapes = await createTestLibrary({ owner: EDITOR });
  const owner = await signInAs(EDITOR.name, { address: EDITOR.address });
  const { library, album } = shapes;
  const sizes = [
    { width: 5000, height: 100 },
    { width: 100, height: 5000 },
    { width: 1, height: 1 },
  ];
  for (const [n, size] of sizes.entries()) {
    const takenAt = `2019:05:0${String(n + 1)} 14:10:00`;
    const bytes = await jpegOf({ seed: randomInt(1, 2 ** 31), ...size, takenAt });
    shapes.items.push(await addItem(owner, library, bytes, { albums: [ALL, album] }));
  }
  await Promise.all(shapes.items.map((item) => waitUntilProcessed(library, item)));
  // From right to left, with stacked marks, and a word that never ends.
  const caption = `${'מזל טוב ליום ההולדת '.repeat(15)}\n${'할머\u0334\u0321\u0357니 '.repeat(20)}\n${'a'.repeat(400)}`;
  await owner.call('editItems', { library, items: shapes.items, edit: { caption }, key: 'k'.repeat(20) });
  await owner.close();
  const { page } = await openDevice(browser, { viewport: { width: 320, height: 568 }, reducedMotion: 'reduce' });
  await signIn(page, EDITOR, itemPath(shapes, 0));
  const more = button(stage(page), ko('viewer_caption_more'));
  const less = button(stage(page), ko('viewer_caption_less'));
  for (const letters of ['100%', '300%']) {
    await page.evaluate((size) => (document.documentElement.style.fontSize = size), letters);
    for (let n = 0; n < shapes.items.length; n += 1) {
      await expect(page).toHaveURL(new RegExp(`${itemPath(shapes, n)}$`));
      await expect(more).toBeVisible();
      expect(await findDefects(page), `${letters} ${String(n)}`).toEqual([]);
      await more.click();
      await expect(less).toBeVisible();
      expect(await findDefects(page), `${letters} ${String(n)}, expanded`).toEqual([]);
      await less.click();
      if (n < shapes.items.length - 1) await page.keyboard.press('ArrowRight');
    }
    await page.keyboard.press('Home');
  }
});
