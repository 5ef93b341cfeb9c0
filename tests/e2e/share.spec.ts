import type { AlbumId, Audience, Uid } from '@maru/model';
import { expect, test, type Browser, type Page } from '@playwright/test';
import { FATHER, MOTHER, OWNER } from '../../tools/demo/people.ts';
import { person } from '../harness.ts';
import { family } from './family.ts';
import { albumAt, type Furnished } from './furnished.ts';
import { choose, expectTitle, newcomer, phoneOf } from './newcomer.ts';
import { device, leaveAll, signIn } from './visitor.ts';
import { ko } from './words.ts';

test.afterEach(({ browser }) => leaveAll(browser));

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const uidOf = async ({ name, address }: { name: string; address: string }): Promise<Uid> => {
  const one = await person(name, { address });
  await one.close();
  return one.uid as Uid;
};

/** Opens the sharing screen of the library's album as the owner. */
async function atSharing(browser: Browser, home: Furnished): Promise<Page> {
  const { page } = await device(browser);
  await signIn(page, OWNER.name, `${albumAt(home)}/share`);
  await expectTitle(page, ko('share_title'));
  return page;
}

test('narrowing an audience names who loses access and asks first', async ({ browser }) => {
  const home = await family();
  const { page: his } = await device(browser);
  await signIn(his, FATHER.name, albumAt(home));
  await expectTitle(his, home.title);
  const page = await atSharing(browser, home);
  await page.getByRole('radio', { name: ko('album_audience_people') }).check();
  await page.getByRole('checkbox', { name: MOTHER.name }).check();
  await button(page, ko('share_save')).click();
  await expect(page.getByText(ko('share_revoke_text', { names: FATHER.name }))).toBeVisible();
  await button(page, ko('share_revoke_cancel')).click();
  await expect(his.getByRole('heading', { level: 1, name: home.title })).toBeVisible();
  await button(page, ko('share_save')).click();
  await button(page, ko('share_revoke_confirm')).click();
  await expect(page.getByText(ko('share_saved'))).toBeVisible();
  await expect(his.getByText(ko('album_no_access_title'))).toBeVisible();

  await page.getByRole('checkbox', { name: FATHER.name }).check();
  await button(page, ko('share_save')).click();
  await expect(his.getByRole('heading', { level: 1, name: home.title })).toBeVisible();
});

test('a link made on the screen admits a guest, who is listed and can be removed', async ({ browser }) => {
  const home = await family();
  const who = newcomer('이모');
  const page = await atSharing(browser, home);
  await button(page, ko('share_link')).click();
  await page.getByRole('radio', { name: ko('link_reach_many') }).check();
  await page.getByLabel(ko('link_uses')).selectOption('20');
  await button(page, ko('link_create')).click();
  const link = await page.getByLabel(ko('link_label'), { exact: true }).inputValue();
  await expect(page.getByRole('img', { name: ko('link_qr') }).locator('path')).toHaveAttribute('d', /^M\d/);
  await page.keyboard.press('Escape');

  const { page: hers } = await phoneOf(browser, [who]);
  await hers.goto(link);
  await button(hers, ko('google_sign_in')).tap();
  await choose(hers, who);
  await expectTitle(hers, home.title);
  const row = page.getByRole('main').getByRole('listitem').filter({ hasText: who.name });
  await expect(row).toBeVisible();
  await row.getByRole('button').click();
  await button(page, ko('share_guest_remove_confirm')).click();
  await expect(page.getByText(ko('share_guest_gone', { name: who.name }))).toBeVisible();
  await expect(row).toHaveCount(0);
  await expect(hers.getByRole('heading', { level: 1, name: home.title })).toHaveCount(0);
});

test('several albums are shared with a circle and a person at once, and nobody loses access', async ({ browser }) => {
  const home = await family();
  const { library } = home;
  const [mother, father] = [await uidOf(MOTHER), await uidOf(FATHER)];
  const owner = await person(OWNER.name, { address: OWNER.address });
  const nobody: Audience = { kind: 'people', people: [], circles: [] };
  const albums: AlbumId[] = [];
  for (const title of ['첫째 앨범', '둘째 앨범', '셋째 앨범'])
    albums.push((await owner.call('createAlbum', { library, title, audience: nobody })).album);
  await owner.call('createCircle', { library, name: '엄마 쪽', members: [mother] });
  await owner.close();

  const { page } = await device(browser);
  await signIn(page, OWNER.name, `/l/${library}`);
  await page.getByRole('link', { name: ko('share_many') }).click();
  await expect(page.getByRole('checkbox', { name: home.title })).toHaveCount(0);
  await button(page, ko('share_many_submit')).click();
  await expect(page.getByText(ko('share_many_missing'))).toBeVisible();
  await page.getByRole('checkbox', { name: '첫째 앨범' }).check();
  await page.getByRole('checkbox', { name: '둘째 앨범' }).check();
  await page.getByRole('checkbox', { name: '엄마 쪽' }).check();
  await page.getByRole('checkbox', { name: FATHER.name }).check();
  await button(page, ko('share_many_submit')).click();
  await expect(page.getByText(ko('share_many_done', { count: 2 }))).toBeVisible();

  for (const [who, uid] of [
    [MOTHER, mother],
    [FATHER, father],
  ] as const) {
    const { page: theirs } = await device(browser);
    await signIn(theirs, who.name, `/l/${library}`);
    await expect(theirs.getByRole('link', { name: '첫째 앨범' }), uid).toBeVisible();
    await expect(theirs.getByRole('link', { name: '둘째 앨범' })).toBeVisible();
    await expect(theirs.getByRole('link', { name: '셋째 앨범' })).toHaveCount(0);
    await expect(theirs.getByRole('link', { name: ko('share_many') })).toHaveCount(0);
  }
});
