import { expect, test, type Locator, type Page } from '@playwright/test';
import { EDITOR, MOTHER } from '../../tools/demo/people.ts';
import type { Account } from './app.ts';
import { button, closeDevices, heading, openDevice, photoFile, stage, tileOf, tiles } from './app.ts';
import { createTestLibrary, itemPath, libraryPath, unique } from './library-fixture.ts';
import { ko } from './messages.ts';

test.afterEach(({ browser }) => closeDevices(browser));

const isFocused = (target: Locator): Promise<boolean> =>
  target.evaluate((element) => element === document.activeElement).catch(() => false);

/** Presses Tab until `target` has focus. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  for (let n = 0; n < 40; n += 1) {
    if (await isFocused(target)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never reaches ${String(target)}`);
}

async function press(page: Page, target: Locator, key = 'Enter'): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press(key);
}

async function fill(page: Page, target: Locator, text: string): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
}

/** Opens a page as a person, who signs in by the keyboard. */
async function openAs(page: Page, { name }: Account, path: string): Promise<void> {
  await page.goto(path);
  const google = button(page, ko('google_sign_in'));
  await expect(google).toBeEnabled();
  await press(page, google);
  await press(page, page.getByRole('button', { name }));
}

test('the story with the keyboard alone: an album, a photo, an invitation; looking, saving, larger text', async ({
  browser,
}) => {
  test.setTimeout(180_000);
  const fixture = await createTestLibrary({ owner: EDITOR, photos: 2 });
  const title = unique('설날');
  const [first, second] = fixture.items.map(String);
  const { page } = await openDevice(browser);

  await test.step('the owner creates an album and adds a photo', async () => {
    await openAs(page, EDITOR, libraryPath(fixture));
    await press(page, button(page, ko('album_create')).first());
    await fill(page, page.getByRole('dialog').getByLabel(ko('album_title')), title);
    await expect(heading(page, title)).toBeVisible();
    const chooser = page.waitForEvent('filechooser');
    await press(page, button(page, ko('add')));
    await (await chooser).setFiles([await photoFile('설날.jpg')]);
    await expect(tiles(page)).toHaveCount(1, { timeout: 120_000 });
    await press(page, page.getByRole('link', { name: ko('back_to_albums') }));
    await expect(heading(page, fixture.name)).toBeVisible();
  });

  await test.step('and invites mother', async () => {
    await press(page, page.getByRole('link', { name: ko('people_title') }).first());
    await press(page, button(page, ko('invite_by_address')));
    await fill(page, page.getByLabel(ko('invite_address')), MOTHER.address);
    await expect(page.getByRole('main').getByText(MOTHER.address)).toBeVisible();
  });

  const { page: hers } = await openDevice(browser);
  await test.step('mother opens a photo, goes to the next, and back to it in the album', async () => {
    await openAs(hers, MOTHER, libraryPath(fixture));
    await press(hers, hers.getByRole('link', { name: fixture.title }));
    await tabTo(hers, tileOf(hers, String(first)));
    await hers.keyboard.press('ArrowRight');
    await expect(tileOf(hers, String(second))).toBeFocused();
    await hers.keyboard.press('ArrowLeft');
    await hers.keyboard.press('Enter');
    await press(hers, button(stage(hers), ko('viewer_next')));
    await expect(hers).toHaveURL(new RegExp(`${itemPath(fixture, 1)}$`));
    const download = hers.waitForEvent('download');
    await press(hers, button(stage(hers), ko('viewer_save', { device: 'computer' })));
    expect((await download).suggestedFilename()).toBe('2.jpg');
    await hers.keyboard.press('Escape');
    await expect(tileOf(hers, String(second))).toBeFocused();
  });

  await test.step('and chooses larger text', async () => {
    await hers.goto('/settings');
    const group = hers.getByRole('group', { name: ko('settings_text') });
    const size = (key: string) => group.getByRole('radio', { name: ko(key), exact: true });
    await tabTo(hers, size('settings_text_normal'));
    await hers.keyboard.press('ArrowDown');
    await expect(size('settings_text_large')).toBeChecked();
    await expect(hers.locator('html')).toHaveAttribute('data-text', 'large');
  });
});
