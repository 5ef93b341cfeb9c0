import { randomBytes } from 'node:crypto';
import { expect, test, type Browser, type Page } from '@playwright/test';
import { signInAs } from '../harness.ts';
import { FATHER, MOTHER, OWNER } from '../../tools/demo/people.ts';
import { openStillPage, checkScreen, recordMotions, PHONE } from './check-screen.ts';
import { findDefects } from './layout-defects.ts';
import {
  ALBUM_TITLE,
  EMPTY_TITLE,
  FAMILY_NAME,
  createDemoLibrary,
  OTHER_NAME,
  type DemoLibrary,
} from './demo-library.ts';
import { decodedCount, inviteByEmail, openDevice, WITH_SERVICE_WORKER, serviceWorkerReady, signIn } from './app.ts';
import { en, ko } from './messages.ts';
import { newPerson } from './new-person.ts';

let family: DemoLibrary;
test.beforeAll(async ({ browser }) => {
  test.setTimeout(300_000);
  const { page, context } = await openDevice(browser);
  family = await createDemoLibrary(page);
  await page.goto(family.home);
  await inviteByEmail(page, MOTHER.address);
  await inviteByEmail(page, FATHER.address);
  await context.close();
  for (const person of [MOTHER, FATHER]) {
    const parent = await openDevice(browser);
    await signIn(parent.page, person, family.home);
    await expect(parent.page.getByRole('heading', { level: 1, name: FAMILY_NAME })).toBeVisible();
    await parent.context.close();
  }
});

const button = (page: Page, name: string, exact = true) => page.getByRole('button', { name, exact });

async function checkSignIn(browser: Browser): Promise<void> {
  const page = await openStillPage(browser);
  await page.goto('/sign-in');
  await expect(button(page, ko('google_sign_in'))).toBeEnabled();
  await checkScreen(page, 'sign-in');
  await button(page, ko('google_sign_in')).click();
  await expect(page.getByRole('heading', { name: ko('demo_title') })).toBeVisible();
  await checkScreen(page, 'demo-people');
  await button(page, '이수진', false).click();
  await expect(page.getByRole('heading', { name: ko('home_not_invited_title') })).toBeVisible();
  await checkScreen(page, 'stranger');
  await page.context().close();
}

async function checkFirstLibrary(browser: Browser): Promise<void> {
  const page = await openStillPage(browser);
  const person = newPerson('박하늘');
  await (await signInAs(person.name, { address: person.address, canCreateLibrary: true })).close();
  await signIn(page, person, '/');
  await expect(page.getByRole('heading', { name: ko('home_first_library_title') })).toBeVisible();
  await checkScreen(page, 'beginning');
  await page.context().close();
}

async function checkLibrary(page: Page): Promise<void> {
  await page.goto('/?create');
  await expect(page.getByLabel(ko('library_name'))).toBeVisible();
  await button(page, ko('library_create')).click();
  await expect(page.getByText(ko('library_name_missing'))).toBeVisible();
  await checkScreen(page, 'make-library');

  await page.goto('/');
  await expect(page.getByRole('link', { name: OTHER_NAME }).first()).toBeVisible();
  await checkScreen(page, 'libraries');

  await page.goto(family.home);
  await expect(page.getByRole('link', { name: ALBUM_TITLE })).toBeVisible();
  // The cover, and a collage of the latest photos.
  await expect.poll(() => decodedCount(page)).toBeGreaterThanOrEqual(4);
  await checkScreen(page, 'library');
  for (const [path, title] of [
    ['new-photos', 'new_photos_title'],
    ['on-this-day', 'on_this_day_title'],
  ] as const) {
    await page.goto(`${family.home}/${path}`);
    await expect(page.getByRole('heading', { level: 1, name: ko(title) })).toBeVisible();
    await expect(page.getByRole('link', { name: ko('back_to_albums') }).last()).toBeVisible();
    await checkScreen(page, path);
  }
  await page.goto(family.home);

  await button(page, ko('album_create')).click();
  await page.getByRole('radio', { name: ko('album_audience_people') }).click();
  await expect(page.getByRole('checkbox', { name: MOTHER.name })).toBeVisible();
  await checkScreen(page, 'make-album');

  await page.goto(`${family.home}/people`);
  await button(page, ko('invite_by_address')).click();
  await page.getByLabel(ko('invite_address')).fill('halmeoni@example.com');
  await button(page, ko('invite_send')).click();
  await expect(page.getByText('halmeoni@example.com')).toBeVisible();
  await checkScreen(page, 'people');

  await page.goto('/settings');
  await expect(button(page, ko('settings_sign_out'))).toBeVisible();
  await checkScreen(page, 'settings');
  await page.getByRole('radio', { name: 'English' }).check();
  await page.goto('/nothing-is-here');
  await expect(page.getByText(en('not_found_title'))).toBeVisible();
  await page.goto('/settings');
  await page.getByRole('radio', { name: '한국어' }).check();

  await page.goto('/nothing-is-here');
  await expect(page.getByRole('link', { name: ko('back_to_albums') })).toBeVisible();
  await expect(page.getByText(ko('not_found_title'))).toBeVisible();
  await checkScreen(page, 'nothing-here');
}

async function checkAlbum(page: Page): Promise<void> {
  await page.goto(`${family.home}/all`);
  await expect.poll(() => decodedCount(page)).toBeGreaterThan(5);
  await checkScreen(page, 'all');
  await page.goto(family.album);
  await expect.poll(() => decodedCount(page)).toBeGreaterThan(5);
  await checkScreen(page, 'album');

  await button(page, ko('kind_photo'), false).first().click();
  const large = page.locator('img[src*="%2Fscreen?"]').first();
  await expect.poll(() => large.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBeGreaterThan(0);
  await checkScreen(page, 'photo');
  await button(page, ko('back_to_album')).click();
  await button(page, ko('kind_video'), false).click();
  await expect(button(page, ko('player_play'))).toBeVisible();
  await checkScreen(page, 'video');
}

/** From the video to the mini-player and the upload tray, which stay across pages. */
async function checkPlayerAndTray(page: Page): Promise<void> {
  await button(page, ko('player_play')).click();
  const time = (): Promise<number> => page.evaluate(() => document.querySelector('video')?.currentTime ?? 0);
  await expect.poll(time).toBeGreaterThan(0.2);
  await button(page, ko('player_pause')).click();
  await checkScreen(page, 'player');
  await button(page, ko('player_speed', { speed: '1' })).click();
  await checkScreen(page, 'player-menu');
  await page.keyboard.press('Escape');

  await button(page, ko('back_to_album')).click();
  await expect(page.getByRole('heading', { level: 1, name: ALBUM_TITLE })).toBeVisible();
  await expect(button(page, ko('player_stop'))).toBeVisible();
  await checkScreen(page, 'mini-player');
  await page.getByRole('link', { name: ko('back_to_albums') }).click();
  await page.getByRole('link', { name: EMPTY_TITLE }).click();
  await expect(page.getByText(ko('album_empty_title'))).toBeVisible();
  await checkScreen(page, 'empty-album');

  const text = Buffer.from(`사진이 아니에요 ${randomBytes(6).toString('hex')}`);
  const chooser = page.waitForEvent('filechooser');
  await button(page, ko('add')).click();
  await (await chooser).setFiles([{ name: '할머니 생신 2019.jpg', mimeType: 'image/jpeg', buffer: text }]);
  const tray = page.getByRole('region', { name: ko('tray_label') });
  await expect(tray.getByText(ko('tray_all_failed', { wrong: 1 })).first()).toBeVisible({ timeout: 60_000 });
  await checkScreen(page, 'tray');
  await tray.getByRole('button', { name: ko('tray_more') }).click();
  await expect(tray.getByText(ko('failure_not_media'))).toBeVisible();
  await page.locator('summary').click();
  await checkScreen(page, 'tray-open');
}

async function checkOffline(browser: Browser): Promise<void> {
  const page = await openStillPage(browser, WITH_SERVICE_WORKER);
  // The app itself is cached, and nothing of the library.
  await signIn(page, MOTHER, '/settings');
  await expect(page.getByRole('switch', { name: ko('care_tell') }).first()).toBeVisible();
  await checkScreen(page, 'settings-viewer');
  await serviceWorkerReady(page);
  await page.context().setOffline(true);
  await page.goto(family.home);
  await expect(page.getByText(ko('offline_nothing_saved'))).toBeVisible();
  await checkScreen(page, 'offline');
  await page.context().close();
}

test('every screen passes axe, clips no text, meets the minimum sizes and does not move, in both languages', async ({
  browser,
}) => {
  test.setTimeout(400_000);
  await test.step('sign-in', () => checkSignIn(browser));
  await test.step('first library', () => checkFirstLibrary(browser));
  const page = await openStillPage(browser);
  await signIn(page, OWNER, family.home);
  await expect(page.getByRole('link', { name: ALBUM_TITLE })).toBeVisible();
  await test.step('library', () => checkLibrary(page));
  await test.step('album', () => checkAlbum(page));
  await test.step('player and tray', () => checkPlayerAndTray(page));
  await test.step('offline', () => checkOffline(browser));
});

test('the checks find clipped text, a small font, a small button and a motion', async ({ browser }) => {
  const { page, context } = await openDevice(browser, { viewport: PHONE });
  await context.addInitScript(recordMotions);
  await page.goto('/sign-in');
  await expect(button(page, ko('google_sign_in'))).toBeEnabled();
  expect(await findDefects(page)).toEqual([]);
  await page.evaluate(() => {
    const append = (tag: string, text: string, style: Partial<CSSStyleDeclaration>): void => {
      const element = document.body.appendChild(Object.assign(document.createElement(tag), { textContent: text }));
      Object.assign(element.style, style);
    };
    append('p', '상자에 잘린 말', { width: '60px', whiteSpace: 'nowrap', overflow: 'hidden' });
    append('p', '높이에 잘린 말', { height: '12px', overflow: 'clip' });
    append('p', '창에 잘린 말', { position: 'fixed', top: '0', left: '300px', width: '200px' });
    append('p', '낱글자로 끊긴 말', { width: '20px', overflowWrap: 'anywhere' });
    append('p', '작은 글씨', { fontSize: '15px' });
    append('button', '작은 버튼', { height: '40px', width: '120px' });
    append('input', '', { width: '80px', height: '48px' });
    document.querySelector('input')?.setAttribute('placeholder', '자리에 다 들어가지 않는 보기');
  });
  expect(await findDefects(page)).toEqual([
    'clipped by p.: <p> 상자에 잘린 말',
    'clipped by p.: <p> 높이에 잘린 말',
    'clipped by the window: <p> 창에 잘린 말',
    'broken into letters: <p> 낱글자로 끊긴 말',
    'font size 15 px: <p> 작은 글씨',
    'clipped placeholder: 자리에 다 들어가지 않는 보기',
    'target of 120 x 40: <button> 작은 버튼',
  ]);
  await button(page, 'English').hover();
  await expect.poll(() => page.evaluate(() => window.moved)).toContain('background-color of button');
  await context.close();
});
