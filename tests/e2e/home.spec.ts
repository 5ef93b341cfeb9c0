import { ALL } from '@maru/model';
import { expect, test, type Page } from '@playwright/test';
import { OWNER } from '../../tools/demo/people.ts';
import { uploadItem, waitUntilProcessed } from '../functions/uploading.ts';
import { signInAs } from '../harness.ts';
import { findDefects } from './layout-defects.ts';
import { createTestLibrary, libraryPath } from './library-fixture.ts';
import { chooseAccount, COLD_START_MS, newPerson, openPhone } from './new-person.ts';
import { layoutShift } from './layout-shift.ts';
import { closeDevices, openDevice, photoFile, signIn, stage, tileOf, tiles } from './app.ts';
import { ko } from './messages.ts';

test.afterEach(({ browser }) => closeDevices(browser));

test('home does not shift when its person is added to another library', async ({ browser }) => {
  const mother = newPerson('엄마');
  const fixture = await createTestLibrary({ owner: OWNER, viewers: [mother] });
  const { page } = await openPhone(browser, [mother]);
  await page.goto(`/l/${fixture.library}`);
  await page.getByRole('button', { name: ko('google_sign_in') }).tap();
  await chooseAccount(page, mother);
  await expect(page.getByRole('link', { name: fixture.title })).toBeVisible({ timeout: COLD_START_MS });
  await page.reload();
  await expect(page.getByRole('link', { name: fixture.title })).toBeVisible();
  const others = page.getByRole('link', { name: ko('library_switch') });
  await expect(others).toHaveCount(0);

  await createTestLibrary({ owner: OWNER, viewers: [mother] });
  const elsewhere = await signInAs(mother.name, { address: mother.address });
  await elsewhere.call('onSignIn', {});
  await expect(others).toBeVisible();
  expect(await layoutShift(page)).toBe(0);
  expect(await findDefects(page)).toEqual([]);
  await elsewhere.close();
});

test('new photos are on home until their person has looked, on any device', async ({ browser }) => {
  const mother = newPerson('엄마');
  const fixture = await createTestLibrary({ owner: OWNER, viewers: [mother], photos: 2 });
  const hers = await signInAs(mother.name, { address: mother.address });
  await hers.call('onSignIn', {});
  await hers.close();
  const card = (of: Page, count: number) =>
    of.getByRole('link', { name: new RegExp(`^${ko('new_photos_count', { count })}`) });
  const latest = (of: Page) => of.getByRole('link', { name: new RegExp(`^${ko('new_photos_latest')}`) });
  const cover = (of: Page, badge: number) =>
    of.getByRole('link', { name: `${ko('new_photos_in_album', { count: badge })} ${fixture.title}` });

  const { page } = await openDevice(browser);
  await signIn(page, mother, libraryPath(fixture));
  await expect(cover(page, 2)).toBeVisible();
  await card(page, 2).click();
  await expect(page.getByRole('heading', { level: 2, name: OWNER.name })).toBeVisible();
  await expect(tiles(page)).toHaveCount(2);
  await tiles(page).first().click();
  await expect(stage(page)).toBeVisible();
  await page.goBack();
  await expect(tiles(page).first()).toBeFocused();
  await page
    .getByRole('link', { name: ko('back_to_albums') })
    .first()
    .click();
  await expect(latest(page)).toBeVisible();
  await expect(cover(page, 2)).toHaveCount(0);

  const { page: tablet } = await openDevice(browser);
  await signIn(tablet, mother, libraryPath(fixture));
  await expect(latest(tablet)).toBeVisible();

  const owner = await signInAs(OWNER.name, { address: OWNER.address });
  const bytes = (await photoFile('', { takenAt: '2018:01:01 10:00:00' })).buffer;
  const item = await uploadItem(owner, fixture.library, bytes, { albums: [ALL, fixture.album] });
  await waitUntilProcessed(fixture.library, item);
  await owner.close();
  await expect(card(tablet, 1)).toBeVisible();
  await cover(tablet, 1).click();
  await expect(tileOf(tablet, item)).toHaveAccessibleName(new RegExp(`, ${ko('new_photos_mark')}$`));
  await tablet.getByRole('link', { name: ko('back_to_albums') }).click();
  await expect(latest(tablet)).toBeVisible();
  await expect(latest(page)).toBeVisible();
  expect(await findDefects(tablet)).toEqual([]);
});
