import type { Uid } from '@maru/model';
import { expect, test, type Locator, type Page } from '@playwright/test';
import { DEMO_PEOPLE, FATHER, MOTHER, OWNER } from '../../tools/demo/people.ts';
import { person } from '../harness.ts';
import { button, family, heading, homeOf, peopleOf, rowOf } from './family.ts';
import { fresh, furnished } from './furnished.ts';
import { device, leaveAll, signIn } from './visitor.ts';
import { ko } from './words.ts';

test.afterEach(({ browser }) => leaveAll(browser));

const STRANGER = DEMO_PEOPLE.find(({ part }) => part === 'stranger') ?? MOTHER;

/** Opens the panel of a member. */
async function open(page: Page, name: string): Promise<Locator> {
  await rowOf(page, name).getByRole('button').click();
  const panel = page.getByRole('dialog', { name });
  await expect(panel).toBeVisible();
  return panel;
}

test('an owner changes a role and undoes it; the other device follows at once', async ({ browser }) => {
  const home = await family();
  const { page: hers } = await device(browser);
  await signIn(hers, MOTHER.name, homeOf(home));
  await expect(heading(hers, home.name)).toBeVisible();
  await expect(button(hers, ko('album_create'))).toHaveCount(0);
  const { page: ours } = await device(browser);
  await signIn(ours, OWNER.name, peopleOf(home));

  const panel = await open(ours, MOTHER.name);
  await panel.getByRole('radio', { name: ko('role_editor') }).check();
  await button(panel, ko('save_changes')).click();
  await expect(ours.getByText(ko('member_role_done', { name: MOTHER.name, role: ko('role_editor') }))).toBeVisible();
  await expect(rowOf(ours, MOTHER.name)).toContainText(ko('role_editor'));
  await expect(button(hers, ko('album_create'))).toBeVisible();
  await button(ours, ko('undo')).click();
  await expect(rowOf(ours, MOTHER.name)).toContainText(ko('role_viewer'));
  await expect(button(hers, ko('album_create'))).toHaveCount(0);

  await hers.goto(peopleOf(home));
  await expect(rowOf(hers, OWNER.name)).toBeVisible();
  await expect(hers.getByRole('main').getByRole('listitem').getByRole('button')).toHaveCount(0);
  await expect(button(hers, ko('link_create'))).toHaveCount(0);
  await expect(hers.getByRole('link', { name: ko('activity_title') })).toHaveCount(0);
});

test('a removed person sees nothing, requests access and is readmitted with one tap; owners find it all in the activity', async ({
  browser,
}) => {
  const home = await family();
  const { page: his } = await device(browser);
  await signIn(his, FATHER.name, homeOf(home));
  await expect(heading(his, home.name)).toBeVisible();
  const { page: ours } = await device(browser);
  await signIn(ours, OWNER.name, peopleOf(home));

  await test.step('removed, after an explanation of the consequences', async () => {
    const panel = await open(ours, FATHER.name);
    await button(panel, ko('member_remove')).click();
    await expect(panel.getByText(ko('member_remove_stays', { name: FATHER.name }))).toBeVisible();
    await button(panel, ko('member_remove_confirm')).click();
    await expect(rowOf(ours, FATHER.name)).toHaveCount(0);
    await expect(his.getByText(ko('no_access_title'))).toBeVisible();
    await expect(his.getByText(home.title)).toHaveCount(0);
  });

  await test.step('he sees his signed-in address and requests access', async () => {
    await expect(his.getByText(FATHER.address)).toBeVisible();
    await expect(his.getByLabel(ko('access_request_name'))).toHaveValue(FATHER.name);
    await his.getByLabel(ko('access_request_message')).fill('나야, 아빠');
    await button(his, ko('access_request_send')).click();
    await expect(his.getByText(ko('access_request_sent_title'))).toBeVisible();
  });

  await test.step('the owner finds the request on the people page and accepts it', async () => {
    await ours.goto(homeOf(home));
    const place = ours.getByRole('link', { name: ko('people_title') });
    await expect(place).toContainText(/[1-9]/);
    await place.click();
    await expect(ours.getByText('“나야, 아빠”')).toBeVisible();
    await expect(ours.getByText(FATHER.address)).toBeVisible();
    await button(ours, ko('access_request_accept_named', { name: FATHER.name })).click();
    await expect(ours.getByText('“나야, 아빠”')).toHaveCount(0);
    await expect(rowOf(ours, FATHER.name)).toContainText(ko('role_viewer'));
    await expect(heading(his, home.name)).toBeVisible();
    await expect(his.getByRole('link', { name: home.title })).toBeVisible();
  });

  await test.step('the activity lists all of it', async () => {
    await ours.getByRole('link', { name: ko('activity_title') }).click();
    const as = ko('role_brief_viewer');
    const gaps = { who: OWNER.name, whom: FATHER.name, as };
    for (const words of [
      ko('activity_accepted_request', gaps),
      ko('activity_removed', gaps),
      ko('activity_joined_as', { who: FATHER.name, as }),
    ])
      await expect(ours.getByText(words)).toBeVisible();
    await expect(ours.getByRole('heading', { level: 2, name: '오늘' })).toBeVisible();
  });
});

test('an owner transfers ownership and leaves; the last owner is told to transfer it first', async ({ browser }) => {
  const home = await family();
  const { page: hers } = await device(browser);
  await signIn(hers, MOTHER.name, peopleOf(home));
  const { page: ours } = await device(browser);
  await signIn(ours, OWNER.name, peopleOf(home));
  await button(ours, ko('leave')).click();
  await expect(ours.getByText(ko('leave_last_text'))).toBeVisible();
  await expect(button(ours, ko('leave_confirm'))).toHaveCount(0);
  await button(ours, ko('close')).first().click();

  const panel = await open(ours, MOTHER.name);
  await button(panel, ko('member_transfer')).click();
  await expect(panel.getByText(ko('member_transfer_text', { name: MOTHER.name }))).toBeVisible();
  await button(panel, ko('member_transfer_confirm')).click();
  await expect(button(hers, ko('link_create'))).toBeVisible();
  await expect(button(ours, ko('link_create'))).toHaveCount(0);
  await expect(rowOf(ours, OWNER.name)).toContainText(ko('role_editor'));

  await button(ours, ko('leave')).click();
  await expect(ours.getByText(ko('leave_stays'))).toBeVisible();
  await button(ours, ko('leave_confirm')).click();
  await expect(ours.getByText(ko('leave_done', { library: home.name }))).toBeVisible();
  await expect(rowOf(hers, OWNER.name)).toHaveCount(0);
  await ours.goto(homeOf(home));
  await expect(ours.getByText(ko('no_access_title'))).toBeVisible();
});

test('a circle is created, renamed and deleted', async ({ browser }) => {
  const home = await family();
  const [name, other] = [fresh('엄마 쪽'), fresh('외가')];
  const { page } = await device(browser);
  await signIn(page, OWNER.name, peopleOf(home));
  await page.getByRole('link', { name: ko('circles_title') }).click();
  await expect(page.getByText(ko('circles_empty_title'))).toBeVisible();
  await button(page, ko('circle_create')).click();
  const form = page.getByRole('dialog');
  await form.getByLabel(ko('circle_name')).fill(name);
  await form.getByRole('checkbox', { name: MOTHER.name }).check();
  await button(form, ko('circle_create')).click();
  await expect(rowOf(page, name)).toContainText(MOTHER.name);

  await rowOf(page, name).getByRole('button').click();
  await expect(form.getByRole('checkbox', { name: MOTHER.name })).toBeChecked();
  await form.getByLabel(ko('circle_name')).fill(other);
  await form.getByRole('checkbox', { name: FATHER.name }).check();
  await button(form, ko('save_changes')).click();
  await expect(rowOf(page, other)).toContainText(FATHER.name);
  await expect(rowOf(page, name)).toHaveCount(0);

  await rowOf(page, other).getByRole('button').click();
  await button(form, ko('circle_remove')).click();
  await expect(page.getByText(ko('circle_remove_text'))).toBeVisible();
  await button(page, ko('circle_remove_confirm')).click();
  await expect(page.getByText(ko('circles_empty_title'))).toBeVisible();
});

test('an invite is listed until it is revoked', async ({ browser }) => {
  const home = await furnished({ owner: OWNER, viewers: [MOTHER] });
  const { page } = await device(browser);
  await signIn(page, OWNER.name, peopleOf(home));
  await page.getByRole('link', { name: ko('invites_title') }).click();
  const row = rowOf(page, MOTHER.address);
  await expect(row).toContainText(ko('invites_nobody_joined'));
  await button(row, ko('invite_revoke')).click();
  await button(page, ko('invite_revoke_confirm')).click();
  await expect(page.getByText(ko('invites_empty_title'))).toBeVisible();
  const mother = await person(MOTHER.name, { address: MOTHER.address });
  expect((await mother.call('onSignIn', {})).joined).not.toContain(home.library);
  await mother.close();
});

test('a person with the wrong account sees it, switches, and returns to the same page', async ({ browser }) => {
  const home = await family();
  const { page } = await device(browser);
  await signIn(page, STRANGER.name, homeOf(home));
  await expect(page.getByText(ko('no_access_title'))).toBeVisible();
  await expect(page.getByText(STRANGER.address)).toBeVisible();
  await button(page, ko('account_switch')).click();
  await button(page.getByRole('dialog'), ko('settings_sign_out')).click();
  await button(page, ko('google_sign_in')).click();
  await page.getByRole('button', { name: MOTHER.name }).click();
  await expect(heading(page, home.name)).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`${homeOf(home)}$`));
});

test('someone who loses editing rights, or whose library is deleted, is led away from the circles page', async ({
  browser,
}) => {
  const home = await furnished({ owner: OWNER, viewers: [FATHER] });
  const owner = await person(OWNER.name, { address: OWNER.address });
  const father = await person(FATHER.name, { address: FATHER.address });
  const be = (role: 'editor' | 'viewer') =>
    owner.call('changeRole', { library: home.library, uid: father.uid as Uid, role });
  await father.call('onSignIn', {});
  await be('editor');
  const { page } = await device(browser);
  const closed = page.getByText(ko('people_no_access_title'));
  await signIn(page, FATHER.name, `${peopleOf(home)}/circles`);
  await button(page, ko('circle_create')).first().click();
  await expect(page.getByLabel(ko('circle_name'))).toBeVisible();
  await be('viewer');
  await expect(closed).toBeVisible();
  await expect(page.getByLabel(ko('circle_name'))).toHaveCount(0);
  for (const place of ['guests', 'activity', 'invites', 'circles']) {
    await page.goto(`${peopleOf(home)}/${place}`);
    await expect(closed, place).toBeVisible();
  }
  await page
    .getByRole('main')
    .getByRole('link', { name: ko('back_to_people') })
    .last()
    .click();
  await expect(rowOf(page, OWNER.name)).toBeVisible();

  await be('editor');
  await owner.call('deleteLibrary', { library: home.library, name: home.name });
  await page.goto(`${peopleOf(home)}/circles`);
  await expect(closed).toBeVisible();
  await Promise.all([owner.close(), father.close()]);
});
