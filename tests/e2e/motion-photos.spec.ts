import { randomInt } from 'node:crypto';
import { ALL } from '@maru/model';
import { expect, test, type Page } from '@playwright/test';
import sharp from 'sharp';
import { EDITOR, MOTHER } from '../../tools/demo/people.ts';
import { uploadItem, waitUntilProcessed } from '../functions/uploading.ts';
import { signInAs } from '../harness.ts';
import { xmpPacket } from '../media/metadata.ts';
import { mp4Of } from '../media/video.ts';
import { motionPhoto } from '../media/motion-photo.ts';
import { jpegOf } from '../media/photo.ts';
import { tiffFile } from '../media/tiff.ts';
import { PHONE } from './check-screen.ts';
import { findDefects } from './layout-defects.ts';
import { albumPath, createTestLibrary, type TestLibrary } from './library-fixture.ts';
import { openDevice, closeDevices, signIn, stage, tileOf } from './app.ts';
import { ko } from './messages.ts';

/** The width of a photo that is larger than its rendition for the viewer. */
const LARGE = 2600;

let fixture: TestLibrary;
test.beforeAll(async () => {
  fixture = await createTestLibrary({ owner: EDITOR, viewers: [MOTHER] });
  const editor = await signInAs(EDITOR.name, { address: EDITOR.address });
  const seed = randomInt(1, 1000);
  const still = await jpegOf({ seed: seed + 1, width: 900, height: 1200, takenAt: '2019:05:01 14:10:00' });
  const video = await mp4Of({ width: 480, height: 640, seconds: 6, seed });
  const panorama = await jpegOf({ seed: seed + 2, width: 6000, height: 500, takenAt: '2019:05:02 14:10:00' });
  const large = await jpegOf({ seed: seed + 3, width: LARGE, height: 3400, takenAt: '2019:05:03 14:10:00' });
  const raw = tiffFile([{ 254: 1, 271: 'SONY', 306: `${String(seed)} ${String(Math.random())}`, 50706: 1 }]);
  const sphere = await sharp(await jpegOf({ seed: seed + 4, width: 2400, height: 1200 }))
    .keepMetadata()
    .withXmp(
      xmpPacket('xmlns:GPano="http://ns.google.com/photos/1.0/panorama/" GPano:ProjectionType="equirectangular"'),
    )
    .jpeg()
    .toBuffer();
  for (const bytes of [motionPhoto(still, video), panorama, large, raw, sphere]) {
    const itemId = await uploadItem(editor, fixture.library, bytes, { albums: [ALL, fixture.album] });
    await waitUntilProcessed(fixture.library, itemId);
    fixture.items.push(itemId);
  }
  await editor.close();
});
test.afterEach(({ browser }) => closeDevices(browser));

const itemId = (n: number): string => String(fixture.items[n]);

/** Expects no layout defects in the light and the dark theme. */
async function expectNoDefects(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await findDefects(page)).toEqual([]);
  }
}

test('a motion photo plays over the photo when its button is pressed, and the photo returns', async ({ browser }) => {
  const { page } = await openDevice(browser, { viewport: PHONE });
  await signIn(page, MOTHER, albumPath(fixture));
  await expect(tileOf(page, itemId(0))).toHaveAccessibleName(new RegExp(`^${ko('kind_motion')}`));
  await expectNoDefects(page);
  await tileOf(page, itemId(0)).click();
  const screenImage = stage(page).locator('div:not([inert]) > .picture img[src*="%2Fscreen?"]');
  await expect.poll(() => screenImage.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBeGreaterThan(0);
  const video = stage(page).locator('video');
  await expect(video).toHaveCount(0);
  await expectNoDefects(page);
  const button = stage(page).getByRole('button', { name: ko('viewer_play_motion') });
  await button.click();
  await expect.poll(() => page.evaluate(() => document.querySelector('video')?.currentTime ?? 0)).toBeGreaterThan(0.3);
  await expect(screenImage).toBeVisible();
  await expectNoDefects(page);
  // At the end the photo and the button are back.
  await expect(button).toBeVisible();
  await expect(video).toHaveCount(0);
  await button.click();
  await stage(page)
    .getByRole('button', { name: ko('viewer_stop_motion') })
    .click();
  await expect(video).toHaveCount(0);
  await button.click();
  await page.goBack();
  // Unlike a video, it does not continue in the mini-player.
  await expect(tileOf(page, itemId(0))).toBeFocused();
  await expect(page.getByRole('button', { name: ko('player_stop') })).toHaveCount(0);
  await expect.poll(() => page.evaluate(() => document.querySelector('video')?.paused)).toBe(true);
});

test('a RAW without a preview says so in its tile and in the viewer, and its original can be downloaded', async ({
  browser,
}) => {
  const { page } = await openDevice(browser, { viewport: PHONE });
  await signIn(page, MOTHER, albumPath(fixture));
  await expect(page.getByText(ko('grid_unsupported'))).toBeVisible();
  await tileOf(page, itemId(3)).click();
  await expect(stage(page).getByText(ko('viewer_unsupported'))).toBeVisible();
  await expect(stage(page).getByRole('button', { name: ko('viewer_zoom_in') })).toHaveCount(0);
  await expect(stage(page).getByRole('button', { name: ko('viewer_save', { device: 'computer' }) })).toBeVisible();
  await expectNoDefects(page);
});

test("a panorama fills the viewer's height with one zoom step", async ({ browser }) => {
  const { page } = await openDevice(browser, { viewport: PHONE });
  await signIn(page, MOTHER, albumPath(fixture));
  await tileOf(page, itemId(1)).click();
  const screenImage = stage(page).locator('div:not([inert]) > .picture img[src*="%2Fscreen?"]');
  await expect.poll(() => screenImage.evaluate((img: HTMLImageElement) => img.naturalHeight)).toBe(500);
  await stage(page)
    .getByRole('button', { name: ko('viewer_zoom_in') })
    .click();
  await expect.poll(async () => (await screenImage.boundingBox())?.height ?? 0).toBeGreaterThan(350);
  await expectNoDefects(page);
});

test('zooming in beyond the rendition for the viewer shows the original', async ({ browser }) => {
  const { page } = await openDevice(browser, { viewport: PHONE });
  await signIn(page, MOTHER, albumPath(fixture));
  await tileOf(page, itemId(2)).click();
  const loaded = stage(page).locator('div:not([inert]) > .picture img.loaded');
  const widest = (): Promise<number> =>
    loaded.evaluateAll((all) => Math.max(...all.map((img) => (img as HTMLImageElement).naturalWidth)));
  await expect.poll(widest).toBeGreaterThan(1000);
  expect(await widest()).toBeLessThan(LARGE);
  for (let n = 0; n < 5; n += 1) await page.keyboard.press('+');
  await expect.poll(widest).toBe(LARGE);
});

test('one looks around in a 360° photo with buttons and keys, in the whole sphere and the original', async ({
  browser,
}) => {
  const { page } = await openDevice(browser, { viewport: PHONE, reducedMotion: 'reduce' });
  await signIn(page, MOTHER, albumPath(fixture));
  await expect(tileOf(page, itemId(4))).toHaveAccessibleName(new RegExp(`^${ko('kind_panorama')}`));
  await tileOf(page, itemId(4)).click();
  const button = stage(page).getByRole('button', { name: ko('viewer_look_around') });
  await expectNoDefects(page);
  const dialog = page.getByRole('dialog');
  const images = /%2Fscreen\?|originals(%2F|\/)/;
  await page.route(images, (route) => route.abort());
  await button.click();
  await expect(dialog.getByRole('alert')).toContainText(ko('viewer_unavailable'));
  await expectNoDefects(page);
  await dialog.getByRole('button', { name: ko('close') }).click();
  await page.unroute(images);
  const original = page.waitForResponse((response) => /originals(%2F|\/)/.test(response.url()));
  await button.click();
  expect((await original).ok()).toBe(true);
  /** What is drawn between the controls. */
  const drawn = async (): Promise<string> =>
    (await page.screenshot({ clip: { x: 20, y: 120, width: 320, height: 400 } })).toString('base64');
  await expect.poll(() => dialog.locator('.psv-loader:visible').count()).toBe(0);
  let before = await drawn();
  for (const name of [ko('panorama_right'), ko('panorama_up'), ko('viewer_zoom_in')]) {
    await dialog.getByRole('button', { name }).click();
    await expect.poll(drawn, name).not.toBe(before);
    before = await drawn();
  }
  await page.keyboard.press('ArrowLeft');
  await expect.poll(drawn).not.toBe(before);
  await expectNoDefects(page);
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(button).toBeFocused();
  await expect(page).toHaveURL(new RegExp(itemId(4)));
});
