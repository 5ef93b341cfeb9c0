import { randomInt } from 'node:crypto';
import { ALL } from '@maru/model';
import { expect, test, type Page } from '@playwright/test';
import { EDITOR, MOTHER } from '../../tools/demo/people.ts';
import { add, settled } from '../functions/adding.ts';
import { person } from '../harness.ts';
import { filmOf } from '../media/video.ts';
import { motionPhoto } from '../media/motion.ts';
import { jpegOf } from '../media/photo.ts';
import { tiffFile } from '../media/tiff.ts';
import { PHONE } from './examine.ts';
import { flawsOf } from './flaws.ts';
import { albumAt, furnished, type Furnished } from './furnished.ts';
import { device, leaveAll, signIn, stage, tileOf } from './visitor.ts';
import { ko } from './words.ts';

let home: Furnished;
test.beforeAll(async () => {
  home = await furnished({ owner: EDITOR, viewers: [MOTHER] });
  const who = await person(EDITOR.name, { address: EDITOR.address });
  const seed = randomInt(1, 1000);
  const still = (nth: number, day: string): Promise<Buffer> =>
    jpegOf({ seed: seed + nth, width: 900, height: 1200, taken: `2019:05:0${day} 14:10:00` });
  const film = await filmOf({ width: 480, height: 640, seconds: 2, seed });
  const long = await jpegOf({ seed: seed + 2, width: 6000, height: 500, taken: '2019:05:02 14:10:00' });
  const raw = tiffFile([{ 254: 1, 271: 'SONY', 306: `${String(seed)} ${String(Math.random())}`, 50706: 1 }]);
  for (const bytes of [motionPhoto(await still(1, '1'), film), long, await still(3, '3'), raw]) {
    const item = await add(who, home.library, bytes, { albums: [ALL, home.album] });
    await settled(home.library, item, 120_000);
    home.items.push(item);
  }
  await who.close();
});
test.afterEach(({ browser }) => leaveAll(browser));

const item = (n: number): string => String(home.items[n]);

/** Expects no layout defects in the light and the dark theme. */
async function looked(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await flawsOf(page)).toEqual([]);
  }
}

test('a motion photo plays over the photo when its button is pressed, and the photo returns', async ({ browser }) => {
  const { page } = await device(browser, { viewport: PHONE });
  await signIn(page, MOTHER.name, albumAt(home));
  await expect(tileOf(page, item(0))).toHaveAccessibleName(new RegExp(`^${ko('kind_motion')}`));
  await looked(page);
  await tileOf(page, item(0)).click();
  const large = stage(page).locator('div:not([inert]) > div > img[src*="%2Fscreen?"]');
  await expect.poll(() => large.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBeGreaterThan(0);
  const video = stage(page).locator('video');
  await expect(video).toHaveCount(0);
  await looked(page);
  const button = stage(page).getByRole('button', { name: ko('viewer_play_motion') });
  await button.click();
  await expect.poll(() => page.evaluate(() => document.querySelector('video')?.currentTime ?? 0)).toBeGreaterThan(0.3);
  await expect(large).toBeVisible();
  await looked(page);
  // At the end the photo and the button are back.
  await expect(button).toBeVisible({ timeout: 10_000 });
  await expect(video).toHaveCount(0);
  await button.click();
  await stage(page)
    .getByRole('button', { name: ko('viewer_stop_motion') })
    .click();
  await expect(video).toHaveCount(0);
  await button.click();
  await page.goBack();
  // Unlike a video, it does not continue in the mini-player.
  await expect(tileOf(page, item(0))).toBeFocused();
  await expect(page.getByRole('button', { name: ko('player_stop') })).toHaveCount(0);
  await expect.poll(() => page.evaluate(() => document.querySelector('video')?.paused)).toBe(true);
});

test('a RAW without a preview says so in its tile and in the viewer, and its original can be downloaded', async ({
  browser,
}) => {
  const { page } = await device(browser, { viewport: PHONE });
  await signIn(page, MOTHER.name, albumAt(home));
  await expect(page.getByText(ko('grid_unsupported'))).toBeVisible();
  await tileOf(page, item(3)).click();
  await expect(stage(page).getByText(ko('viewer_unsupported'))).toBeVisible();
  await expect(stage(page).getByRole('button', { name: ko('viewer_zoom_in') })).toHaveCount(0);
  await expect(stage(page).getByRole('button', { name: ko('viewer_save', { device: 'computer' }) })).toBeVisible();
  await looked(page);
});

test("a panorama fills the viewer's height with one zoom step", async ({ browser }) => {
  const { page } = await device(browser, { viewport: PHONE });
  await signIn(page, MOTHER.name, albumAt(home));
  await tileOf(page, item(1)).click();
  const large = stage(page).locator('div:not([inert]) > div > img[src*="%2Fscreen?"]');
  await expect.poll(() => large.evaluate((img: HTMLImageElement) => img.naturalHeight)).toBe(500);
  await stage(page)
    .getByRole('button', { name: ko('viewer_zoom_in') })
    .click();
  await expect.poll(async () => (await large.boundingBox())?.height ?? 0).toBeGreaterThan(350);
  await looked(page);
});
