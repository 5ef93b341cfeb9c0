import type { AlbumId, Audience } from '@maru/model';
import { expect, test, type Browser, type Page } from '@playwright/test';
import { FATHER, MOTHER, OWNER } from '../../tools/demo/people.ts';
import { signInAs } from '../harness.ts';
import { albumPath, createFamily, type TestLibrary } from './library-fixture.ts';
import { chooseAccount, expectTitle, newPerson, openPhone, uidOf } from './new-person.ts';
import { button, closeDevices, heading, listItem, openDevice, signIn } from './app.ts';
import { ko } from './messages.ts';

test.afterEach(({ browser }) => closeDevices(browser));

/** Opens the sharing screen of the library's album as the owner. */
async function openSharing(browser: Browser, fixture: TestLibrary): Promise<Page> {
  const { page } = await openDevice(browser);
  await signIn(page, OWNER, `${albumPath(fixture)}/share`);
  await expectTitle(page, ko('share_title'));
  return page;
}

test('narrowing an audience names who loses access and asks first', async ({ browser }) => {
  const fixture = await createFamily();
  const { page: his } = await openDevice(browser);
  await signIn(his, FATHER, albumPath(fixture));
  await expectTitle(his, fixture.title);
  const page = await openSharing(browser, fixture);
  await page.getByRole('radio', { name: ko('album_audience_people') }).check();
  await page.getByRole('checkbox', { name: MOTHER.name }).check();
  await button(page, ko('share_save')).click();
  await expect(page.getByText(ko('share_revoke_text', { names: FATHER.name }))).toBeVisible();
  await button(page, ko('share_revoke_cancel')).click();
  await expect(heading(his, fixture.title)).toBeVisible();
  await button(page, ko('share_save')).click();
  await button(page, ko('share_revoke_confirm')).click();
  await expect(page.getByText(ko('share_saved'))).toBeVisible();
  await expect(his.getByText(ko('album_no_access_title'))).toBeVisible();

  await page.getByRole('checkbox', { name: FATHER.name }).check();
  await button(page, ko('share_save')).click();
  await expect(heading(his, fixture.title)).toBeVisible();
});

test('a link made on the screen admits a guest, who is listed and can be removed', async ({ browser }) => {
  const fixture = await createFamily();
  const guest = newPerson('이모');
  const page = await openSharing(browser, fixture);
  await button(page, ko('invite_by_link')).click();
  await page.getByText(ko('link_options')).click();
  await page.getByRole('radio', { name: ko('link_reach_many') }).check();
  await page.getByLabel(ko('link_uses')).selectOption('20');
  await button(page, ko('link_create')).click();
  const link = await page.getByLabel(ko('link_label'), { exact: true }).inputValue();
  await expect(page.getByRole('img', { name: ko('link_qr') }).locator('path')).toHaveAttribute('d', /^M\d/);
  await page.keyboard.press('Escape');

  const { page: hers } = await openPhone(browser, [guest]);
  await hers.goto(link);
  await button(hers, ko('google_sign_in')).tap();
  await chooseAccount(hers, guest);
  await expectTitle(hers, fixture.title);
  const row = listItem(page, guest.name);
  await expect(row).toBeVisible();
  await row.getByRole('button').click();
  await button(page, ko('share_guest_remove_confirm')).click();
  await expect(page.getByText(ko('share_guest_gone', { name: guest.name }))).toBeVisible();
  await expect(row).toHaveCount(0);
  await expect(heading(hers, fixture.title)).toHaveCount(0);
});

test('several albums are shared with a circle and a person at once, and nobody loses access', async ({ browser }) => {
  const fixture = await createFamily();
  const { library } = fixture;
  const [mother, father] = [await uidOf(MOTHER), await uidOf(FATHER)];
  const owner = await signInAs(OWNER.name, { address: OWNER.address });
  const nobodyElse: Audience = { kind: 'people', people: [], circles: [] };
  const albums: AlbumId[] = [];
  for (const title of ['첫째 앨범', '둘째 앨범', '셋째 앨범'])
    albums.push((await owner.call('createAlbum', { library, title, audience: nobodyElse })).album);
  await owner.call('createCircle', { library, name: '엄마 쪽', members: [mother] });
  await owner.close();

  const { page } = await openDevice(browser);
  await signIn(page, OWNER, `/l/${library}`);
  await page.getByRole('link', { name: ko('people_title') }).click();
  await page.getByRole('link', { name: ko('share_many') }).click();
  await expect(page.getByRole('checkbox', { name: fixture.title })).toHaveCount(0);
  await button(page, ko('share_many_submit')).click();
  await expect(page.getByText(ko('share_many_missing'))).toBeVisible();
  await page.getByRole('checkbox', { name: '첫째 앨범' }).check();
  await page.getByRole('checkbox', { name: '둘째 앨범' }).check();
  await page.getByRole('checkbox', { name: '엄마 쪽' }).check();
  await page.getByRole('checkbox', { name: FATHER.name }).check();
  await button(page, ko('share_many_submit')).click();
  await expect(page.getByText(ko('share_many_done', { count: 2 }))).toBeVisible();

  for (const [guest, uid] of [
    [MOTHER, mother],
    [FATHER, father],
  ] as const) {
    const { page: theirs } = await openDevice(browser);
    await signIn(theirs, guest, `/l/${library}`);
    await expect(theirs.getByRole('link', { name: '첫째 앨범' }), uid).toBeVisible();
    await expect(theirs.getByRole('link', { name: '둘째 앨범' })).toBeVisible();
    await expect(theirs.getByRole('link', { name: '셋째 앨범' })).toHaveCount(0);
    await theirs.getByRole('link', { name: ko('people_title') }).click();
    await expect(theirs.getByText(OWNER.name)).toBeVisible();
    await expect(theirs.getByRole('link', { name: ko('share_many') })).toHaveCount(0);
  }
});
