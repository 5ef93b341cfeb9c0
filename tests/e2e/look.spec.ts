import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { expect, test, type Browser, type Page } from '@playwright/test';
import sharp from 'sharp';
import { AUNT, FATHER, MOTHER, OWNER } from '../../tools/demo/people.ts';
import { calm, examine, KEEPS, noteMoves, PHONE } from './examine.ts';
import { flawsOf } from './flaws.ts';
import { ALBUM_TITLE, EMPTY_TITLE, FAMILY_NAME, makeFamily, OTHER_NAME, type Family } from './screens.ts';
import { device, invite, paintedCount, signIn } from './visitor.ts';
import { en, ko, type Say } from './words.ts';

const README_PICTURE = join(import.meta.dirname, '../../docs/pictures/album.png');

let family: Family;
test.beforeAll(async ({ browser }) => {
  test.setTimeout(300_000);
  const { page, context } = await device(browser);
  family = await makeFamily(page);
  await page.goto(family.home);
  await invite(page, MOTHER.address);
  await invite(page, FATHER.address);
  await context.close();
  for (const { name } of [MOTHER, FATHER]) {
    const parent = await device(browser);
    await signIn(parent.page, name, family.home);
    await expect(parent.page.getByRole('heading', { level: 1, name: FAMILY_NAME })).toBeVisible();
    await parent.context.close();
  }
});

async function enter(page: Page, say: Say, name: string, to: string): Promise<void> {
  await page.goto(to);
  await page.getByRole('button', { name: say('google_sign_in') }).click();
  await page.getByRole('button', { name }).click();
  await expect(page).not.toHaveURL(/sign-in/);
}

const button = (page: Page, name: string, exact = true) => page.getByRole('button', { name, exact });

async function atTheDoor(browser: Browser, say: Say): Promise<void> {
  const page = await calm(browser, say);
  await page.goto('/sign-in');
  await expect(button(page, say('google_sign_in'))).toBeEnabled();
  await examine(page, say, 'sign-in');
  await button(page, say('google_sign_in')).click();
  await expect(page.getByRole('heading', { name: say('demo_title') })).toBeVisible();
  await examine(page, say, 'demo-people');
  await button(page, '이수진', false).click();
  await expect(page.getByRole('heading', { name: say('home_not_invited_title') })).toBeVisible();
  await examine(page, say, 'stranger');
  await page.context().close();
}

async function beginning(browser: Browser, say: Say): Promise<void> {
  const page = await calm(browser, say);
  await enter(page, say, AUNT.name, '/');
  await expect(page.getByRole('heading', { name: say('home_first_library_title') })).toBeVisible();
  await examine(page, say, 'beginning');
  await page.context().close();
}

async function aroundTheLibrary(page: Page, say: Say): Promise<void> {
  await page.goto('/?make');
  await expect(page.getByLabel(say('library_name'))).toBeVisible();
  await button(page, say('library_create')).click();
  await expect(page.getByText(say('library_name_missing'))).toBeVisible();
  await examine(page, say, 'make-library');

  await page.goto('/');
  await expect(page.getByRole('link', { name: OTHER_NAME }).first()).toBeVisible();
  await examine(page, say, 'libraries');

  await page.goto(family.home);
  await expect(page.getByRole('link', { name: ALBUM_TITLE })).toBeVisible();
  await expect.poll(() => paintedCount(page)).toBe(1);
  await examine(page, say, 'library');

  await button(page, say('album_create')).click();
  await page.getByRole('radio', { name: say('album_audience_people') }).click();
  await expect(page.getByRole('checkbox', { name: MOTHER.name })).toBeVisible();
  await examine(page, say, 'make-album');

  await page.goto(`${family.home}/people`);
  await button(page, say('invite_by_address')).click();
  await page.getByLabel(say('invite_address')).fill('halmeoni@example.com');
  await button(page, say('invite_send')).click();
  await expect(page.getByText('halmeoni@example.com')).toBeVisible();
  await examine(page, say, 'people');

  await page.goto('/settings');
  await expect(button(page, say('settings_sign_out'))).toBeVisible();
  await examine(page, say, 'settings');

  await page.goto('/nothing-is-here');
  await expect(page.getByRole('link', { name: say('back_to_albums') })).toBeVisible();
  await expect(page.getByText(say('not_found_title'))).toBeVisible();
  await examine(page, say, 'nothing-here');
}

async function insideTheAlbum(page: Page, say: Say): Promise<void> {
  await page.goto(`${family.home}/all`);
  await expect.poll(() => paintedCount(page)).toBeGreaterThan(5);
  await examine(page, say, 'all');
  await page.goto(family.album);
  await expect.poll(() => paintedCount(page)).toBeGreaterThan(5);
  await examine(page, say, 'album');
  if (say === ko) await readmePicture(page);

  await button(page, say('kind_photo'), false).first().click();
  const large = page.locator('img[src*="%2Fscreen?"]').first();
  await expect.poll(() => large.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBeGreaterThan(0);
  await examine(page, say, 'photo');
  await button(page, say('back_to_album')).click();
  await button(page, say('kind_video'), false).click();
  await expect(button(page, say('player_play'))).toBeVisible();
  await examine(page, say, 'video');
}

/** From the video to the mini-player and the upload tray, which stay across pages. */
async function whatFloats(page: Page, say: Say): Promise<void> {
  await button(page, say('player_play')).click();
  const time = (): Promise<number> => page.evaluate(() => document.querySelector('video')?.currentTime ?? 0);
  await expect.poll(time).toBeGreaterThan(0.2);
  await button(page, say('player_pause')).click();
  await examine(page, say, 'player');
  await button(page, say('player_speed', { speed: '1' })).click();
  await examine(page, say, 'player-menu');
  await page.keyboard.press('Escape');

  await button(page, say('back_to_album')).click();
  await expect(page.getByRole('heading', { level: 1, name: ALBUM_TITLE })).toBeVisible();
  await expect(button(page, say('player_stop'))).toBeVisible();
  await examine(page, say, 'mini-player');
  await page.getByRole('link', { name: say('back_to_albums') }).click();
  await page.getByRole('link', { name: EMPTY_TITLE }).click();
  await expect(page.getByText(say('album_empty_title'))).toBeVisible();
  await examine(page, say, 'empty-album');

  const words = Buffer.from(`사진이 아니에요 ${randomBytes(6).toString('hex')}`);
  const chooser = page.waitForEvent('filechooser');
  await button(page, say('add')).click();
  await (await chooser).setFiles([{ name: '할머니 생신 2019.jpg', mimeType: 'image/jpeg', buffer: words }]);
  const tray = page.getByRole('region', { name: say('tray_label') });
  await expect(tray.getByText(say('tray_all_failed', { wrong: 1 })).first()).toBeVisible({ timeout: 60_000 });
  await examine(page, say, 'tray');
  await tray.getByRole('button', { name: say('tray_more') }).click();
  await expect(tray.getByText(say('failure_not_media'))).toBeVisible();
  await page.locator('summary').click();
  await examine(page, say, 'tray-open');
}

/** The screenshot of the README: an album in a wide window. */
async function readmePicture(page: Page): Promise<void> {
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 1200, height: 780 });
  const picture = await page.screenshot({ animations: 'disabled' });
  await page.setViewportSize(PHONE);
  const to = KEEPS ? README_PICTURE : test.info().outputPath('album.png');
  await sharp(picture).png({ palette: true, quality: 92, effort: 10 }).toFile(to);
}

async function withoutNetwork(browser: Browser, say: Say): Promise<void> {
  const page = await calm(browser, say);
  await enter(page, say, MOTHER.name, family.home);
  await expect(page.getByRole('link', { name: ALBUM_TITLE })).toBeVisible();
  // By now the app itself is cached.
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await page.context().setOffline(true);
  await page.getByRole('link', { name: ALBUM_TITLE }).click();
  await expect(page.getByText(say('offline_nothing_saved'))).toBeVisible();
  await examine(page, say, 'offline');
  await page.context().close();
}

for (const [language, say] of [
  ['Korean', ko],
  ['English', en],
] as const) {
  test(`every screen in ${language} passes axe, clips no text, meets the minimum sizes and does not move`, async ({
    browser,
  }) => {
    test.setTimeout(400_000);
    await test.step('sign-in', () => atTheDoor(browser, say));
    await test.step('first library', () => beginning(browser, say));
    const page = await calm(browser, say);
    await enter(page, say, OWNER.name, family.home);
    await expect(page.getByRole('link', { name: ALBUM_TITLE })).toBeVisible();
    await test.step('library', () => aroundTheLibrary(page, say));
    await test.step('album', () => insideTheAlbum(page, say));
    await test.step('player and tray', () => whatFloats(page, say));
    await test.step('offline', () => withoutNetwork(browser, say));
  });
}

test('the checks find clipped text, a small font, a small button and a motion', async ({ browser }) => {
  const { page, context } = await device(browser, { viewport: PHONE });
  await context.addInitScript(noteMoves);
  await page.goto('/sign-in');
  await expect(button(page, ko('google_sign_in'))).toBeEnabled();
  expect(await flawsOf(page)).toEqual([]);
  await page.evaluate(() => {
    const put = (tag: string, words: string, style: Partial<CSSStyleDeclaration>): void => {
      const one = document.body.appendChild(Object.assign(document.createElement(tag), { textContent: words }));
      Object.assign(one.style, style);
    };
    put('p', '상자에 잘린 말', { width: '60px', whiteSpace: 'nowrap', overflow: 'hidden' });
    put('p', '높이에 잘린 말', { height: '12px', overflow: 'clip' });
    put('p', '창에 잘린 말', { position: 'fixed', top: '0', left: '300px', width: '200px' });
    put('p', '작은 글씨', { fontSize: '15px' });
    put('button', '작은 버튼', { height: '40px', width: '120px' });
    put('input', '', { width: '80px', height: '48px' });
    document.querySelector('input')?.setAttribute('placeholder', '자리에 다 들어가지 않는 보기');
  });
  expect(await flawsOf(page)).toEqual([
    'clipped by p.: <p> 상자에 잘린 말',
    'clipped by p.: <p> 높이에 잘린 말',
    'clipped by the window: <p> 창에 잘린 말',
    'font size 15 px: <p> 작은 글씨',
    'clipped placeholder: 자리에 다 들어가지 않는 보기',
    'target of 120 x 40: <button> 작은 버튼',
  ]);
  await button(page, 'English').hover();
  await expect.poll(() => page.evaluate(() => window.moved)).toContain('background-color of button');
  await context.close();
});
