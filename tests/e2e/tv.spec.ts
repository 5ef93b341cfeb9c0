import { ALL, parseTvCode } from '@maru/model';
import { expect, test, type Page } from '@playwright/test';
import { MOTHER, OWNER } from '../../tools/demo/people.ts';
import { uniqueJpeg, uploadItem, waitUntilProcessed } from '../functions/uploading.ts';
import { signInAs } from '../harness.ts';
import { mp4Of } from '../media/video.ts';
import { button, closeDevices, heading, openDevice, signIn } from './app.ts';
import { checkScreen, openStillPage } from './check-screen.ts';
import { createTestLibrary, type TestLibrary } from './library-fixture.ts';
import { ko } from './messages.ts';
import { COLD_START_MS } from './new-person.ts';
import { positionOf } from './playback.ts';

/** The video's length, seconds. */
const LENGTH_S = 30;

let fixture: TestLibrary;
test.beforeAll(async () => {
  test.setTimeout(600_000);
  fixture = await createTestLibrary({ owner: OWNER, viewers: [MOTHER], photos: 1 });
  const { library, album } = fixture;
  const owner = await signInAs(OWNER.name, { address: OWNER.address });
  const bytes = await mp4Of({ seconds: LENGTH_S, rate: 4, seed: Math.random() });
  const item = await uploadItem(owner, library, bytes, { albums: [ALL, album], fileName: '2020-05-03.mp4' });
  await waitUntilProcessed(library, item);
  const mother = await signInAs(MOTHER.name, { address: MOTHER.address });
  await mother.call('onSignIn', {});
  await Promise.all([owner.close(), mother.close()]);
});
test.afterEach(({ browser }) => closeDevices(browser));

/** How many pictures a TV shows. */
const mediaOn = (tv: Page): Promise<number> => tv.locator('img[src*="/o/"]').count();

test('a TV is paired by its code, shows photos and plays a video by the keys of a remote, and shows nothing when it is removed', async ({
  browser,
}) => {
  test.setTimeout(240_000);
  const { page: tv, context } = await openDevice(browser, { viewport: { width: 1280, height: 720 } });
  await tv.goto('/tv');
  const shown = tv.getByRole('status', { name: ko('tv_code') });
  await expect(shown).toBeVisible({ timeout: COLD_START_MS });
  const code = await shown.innerText();
  expect(parseTvCode(code), code).toBeDefined();

  // A guessed code, then the one on the screen, as somebody types it.
  const phone = await openStillPage(browser);
  await signIn(phone, MOTHER, '/tv/pair#ZZZZ-ZZZZ');
  await expect(phone.getByText(ko('tv_code_unknown', { minutes: 5 }))).toBeVisible({ timeout: COLD_START_MS });
  await button(phone, ko('tv_other_code')).click();
  await phone.getByLabel(ko('tv_code')).fill(code.toLowerCase().replace('-', ' '));
  await phone.context().setOffline(true);
  await button(phone, ko('tv_find')).click();
  await expect(phone.getByRole('alert').filter({ hasText: ko('error_offline') })).toBeVisible();
  await phone.context().setOffline(false);
  await button(phone, ko('try_again')).click();
  await expect(phone.getByText(code)).toBeVisible();
  // She is in the libraries of other tests too.
  const library = phone.getByRole('radio', { name: fixture.name });
  await expect(phone.getByRole('checkbox').first()).toBeVisible();
  if (await library.isVisible()) await library.check();
  await phone.getByRole('checkbox', { name: fixture.title }).check();
  await phone.getByRole('checkbox', { name: ko('nav_all_photos') }).uncheck();
  await checkScreen(phone, 'tv-pair');
  await button(phone, ko('tv_let_in', { count: 1 })).click();
  await expect(heading(phone, ko('tv_done_title'))).toBeVisible();

  await expect(heading(tv, ko('tv_albums'))).toBeVisible();
  const cover = tv.getByRole('button', { name: fixture.title });
  await expect(cover).toBeFocused();
  await tv.keyboard.press('Enter');
  // The album is in its order, oldest first: the photo, then the video.
  await expect(heading(tv, fixture.title)).toBeVisible();
  await expect(tv.locator('.tiles button')).toHaveCount(2);
  await tv.keyboard.press('ArrowRight');
  await tv.keyboard.press('Enter');
  await expect.poll(() => positionOf(tv)).toBeGreaterThan(1);
  expect(await tv.evaluate(() => document.querySelector('video')?.muted)).toBe(false);
  const before = await positionOf(tv);
  await tv.keyboard.press('ArrowRight');
  await expect.poll(() => positionOf(tv)).toBeGreaterThan(before + 9);
  const bar = tv.getByRole('progressbar', { name: ko('player_seek') });
  await expect
    .poll(() => bar.evaluate((one: HTMLProgressElement) => one.value))
    .toBeGreaterThan((before + 9) / LENGTH_S);
  await tv.keyboard.press('ArrowUp');
  const picture = tv.locator('section img[alt]:not([alt=""])');
  await expect(picture).toBeVisible();
  expect(await tv.evaluate(() => document.querySelector('video')?.paused)).toBe(true);
  const shownBefore = await picture.getAttribute('alt');
  await expect(button(tv, ko('viewer_previous'))).toHaveAttribute('aria-disabled', 'true');
  const owner = await signInAs(OWNER.name, { address: OWNER.address });
  const older = { albums: [ALL, fixture.album], fileName: '2018-05-03.jpg' };
  const added = await uploadItem(owner, fixture.library, await uniqueJpeg(), older);
  await waitUntilProcessed(fixture.library, added);
  await owner.close();
  await expect(button(tv, ko('viewer_previous'))).toHaveAttribute('aria-disabled', 'false');
  expect(await picture.getAttribute('alt')).toBe(shownBefore);
  await tv.keyboard.press('Escape');
  await expect(heading(tv, fixture.title)).toBeVisible();
  // The way back is above the first tile, the slideshow beside it.
  await tv.keyboard.press('ArrowUp');
  await expect(button(tv, ko('tv_albums'))).toBeFocused();
  await tv.keyboard.press('ArrowRight');
  await expect(button(tv, ko('slideshow'))).toBeFocused();
  await tv.keyboard.press('Enter');
  await expect(button(tv, ko('slideshow_pause'))).toBeVisible();
  // 5 % of the screen, which a TV may cut off.
  expect(await button(tv, ko('slideshow_stop')).boundingBox()).toMatchObject({ x: 64, y: 36 });
  await expect.poll(() => mediaOn(tv)).toBeGreaterThan(0);

  await context.setOffline(true);
  await expect(tv.getByText(ko('tv_offline'))).toBeVisible();
  await context.setOffline(false);
  await expect(tv.getByText(ko('tv_offline'))).toHaveCount(0);

  await phone.goto('/settings');
  await phone.getByRole('link', { name: ko('tvs_title') }).click();
  await expect(phone.getByText(/Linux/)).toBeVisible();
  await checkScreen(phone, 'tvs');
  await phone.getByRole('button', { name: /Linux/ }).click();
  await button(phone.getByRole('dialog'), ko('tvs_end')).click();
  await expect(phone.getByText(ko('tvs_empty_title'))).toBeVisible();
  const removedAt = Date.now();
  await expect(tv.getByText(ko('tv_ended_title'))).toBeVisible({ timeout: 60_000 });
  console.log(`the TV ended ${String(Date.now() - removedAt)} ms after it was removed`);
  expect(await mediaOn(tv)).toBe(0);
  await tv.reload();
  await expect(tv.getByRole('status', { name: ko('tv_code') })).toBeVisible({ timeout: COLD_START_MS });
});
