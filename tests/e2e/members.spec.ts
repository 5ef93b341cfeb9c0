import type { Uid } from '@maru/model';
import { expect, test, type Locator, type Page } from '@playwright/test';
import { FATHER, MOTHER, OWNER } from '../../tools/demo/people.ts';
import { signInAs } from '../harness.ts';
import { createFamily, createTestLibrary, libraryPath, peoplePath, unique } from './library-fixture.ts';
import { button, closeDevices, demoPerson, heading, holdToast, listItem, openDevice, signIn } from './app.ts';
import { ko } from './messages.ts';
import { newPerson } from './new-person.ts';

test.afterEach(({ browser }) => closeDevices(browser));

const STRANGER = demoPerson('stranger');

/** Opens the panel of a member. */
async function openMemberPanel(page: Page, name: string): Promise<Locator> {
  await listItem(page, name).getByRole('button').click();
  const panel = page.getByRole('dialog', { name });
  await expect(panel).toBeVisible();
  return panel;
}

test('an owner changes a role and undoes it; the other device follows at once', async ({ browser }) => {
  const fixture = await createFamily();
  const { page: hers } = await openDevice(browser);
  await signIn(hers, MOTHER, libraryPath(fixture));
  await expect(heading(hers, fixture.name)).toBeVisible();
  await expect(button(hers, ko('album_create'))).toHaveCount(0);
  const { page: ours } = await openDevice(browser);
  await signIn(ours, OWNER, peoplePath(fixture));

  const panel = await openMemberPanel(ours, MOTHER.name);
  await panel.getByRole('radio', { name: ko('role_editor') }).check();
  await button(panel, ko('save_changes')).click();
  const undo = await holdToast(ours, ko('member_role_done', { name: MOTHER.name, role: ko('role_editor') }));
  await expect(listItem(ours, MOTHER.name)).toContainText(ko('role_editor'));
  await expect(button(hers, ko('album_create'))).toBeVisible();
  await undo.click();
  await expect(listItem(ours, MOTHER.name)).toContainText(ko('role_viewer'));
  await expect(button(hers, ko('album_create'))).toHaveCount(0);

  await hers.goto(peoplePath(fixture));
  await expect(listItem(hers, OWNER.name)).toBeVisible();
  await expect(hers.getByRole('main').getByRole('listitem').getByRole('button')).toHaveCount(0);
  await expect(button(hers, ko('link_create'))).toHaveCount(0);
  await expect(hers.getByRole('link', { name: ko('activity_title') })).toHaveCount(0);
});

test('a removed person sees nothing, requests access and is readmitted with one tap; owners find it all in the activity', async ({
  browser,
}) => {
  const fixture = await createFamily();
  const { page: his } = await openDevice(browser);
  await signIn(his, FATHER, libraryPath(fixture));
  await expect(heading(his, fixture.name)).toBeVisible();
  const { page: ours } = await openDevice(browser);
  await signIn(ours, OWNER, peoplePath(fixture));

  await test.step('removed, after an explanation of the consequences', async () => {
    const panel = await openMemberPanel(ours, FATHER.name);
    await button(panel, ko('member_remove')).click();
    await expect(panel.getByText(ko('member_remove_stays', { name: FATHER.name }))).toBeVisible();
    await button(panel, ko('member_remove_confirm')).click();
    await expect(listItem(ours, FATHER.name)).toHaveCount(0);
    await expect(his.getByText(ko('no_access_title'))).toBeVisible();
    await expect(his.getByText(fixture.title)).toHaveCount(0);
  });

  await test.step('he sees his signed-in address and requests access', async () => {
    await expect(his.getByText(FATHER.address)).toBeVisible();
    await expect(his.getByLabel(ko('access_request_name'))).toHaveValue(FATHER.name);
    await his.getByLabel(ko('access_request_message')).fill('나야, 아빠');
    await button(his, ko('access_request_send')).click();
    await expect(his.getByText(ko('access_request_sent_title'))).toBeVisible();
  });

  await test.step('the owner finds the request on the people page and accepts it', async () => {
    await ours.goto(libraryPath(fixture));
    const section = ours.getByRole('link', { name: ko('people_title') });
    await expect(section).toContainText(/[1-9]/);
    await section.click();
    await expect(ours.getByText('“나야, 아빠”')).toBeVisible();
    await expect(ours.getByText(FATHER.address)).toBeVisible();
    await button(ours, ko('access_request_accept_named', { name: FATHER.name })).click();
    await expect(ours.getByText('“나야, 아빠”')).toHaveCount(0);
    await expect(listItem(ours, FATHER.name)).toContainText(ko('role_viewer'));
    await expect(heading(his, fixture.name)).toBeVisible();
    await expect(his.getByRole('link', { name: fixture.title })).toBeVisible();
  });

  await test.step('the activity lists all of it', async () => {
    await ours.getByRole('link', { name: ko('activity_title') }).click();
    const as = ko('role_brief_viewer');
    const inputs = { who: OWNER.name, whom: FATHER.name, as };
    for (const words of [
      ko('activity_accepted_request', inputs),
      ko('activity_removed', inputs),
      ko('activity_joined_as', { who: FATHER.name, as }),
    ])
      await expect(ours.getByText(words)).toBeVisible();
    await expect(ours.getByRole('heading', { level: 2, name: '오늘' })).toBeVisible();
  });
});

test('an owner transfers ownership and leaves; the last owner is told to transfer it first', async ({ browser }) => {
  const fixture = await createFamily();
  const { page: hers } = await openDevice(browser);
  await signIn(hers, MOTHER, peoplePath(fixture));
  const { page: ours } = await openDevice(browser);
  await signIn(ours, OWNER, peoplePath(fixture));
  await button(ours, ko('leave')).click();
  await expect(ours.getByText(ko('leave_last_text'))).toBeVisible();
  await expect(button(ours, ko('leave_confirm'))).toHaveCount(0);
  await button(ours, ko('close')).first().click();

  const panel = await openMemberPanel(ours, MOTHER.name);
  await button(panel, ko('member_transfer')).click();
  await expect(panel.getByText(ko('member_transfer_text', { name: MOTHER.name }))).toBeVisible();
  await button(panel, ko('member_transfer_confirm')).click();
  await expect(button(hers, ko('link_create'))).toBeVisible();
  await expect(button(ours, ko('link_create'))).toHaveCount(0);
  await expect(listItem(ours, OWNER.name)).toContainText(ko('role_editor'));

  await button(ours, ko('leave')).click();
  await expect(ours.getByText(ko('leave_stays'))).toBeVisible();
  await button(ours, ko('leave_confirm')).click();
  await expect(ours.getByText(ko('leave_done', { library: fixture.name }))).toBeVisible();
  await expect(listItem(hers, OWNER.name)).toHaveCount(0);
  await ours.goto(libraryPath(fixture));
  await expect(ours.getByText(ko('no_access_title'))).toBeVisible();
});

test('a circle is created, renamed and deleted', async ({ browser }) => {
  const fixture = await createFamily();
  const [name, other] = [unique('엄마 쪽'), unique('외가')];
  const { page } = await openDevice(browser);
  await signIn(page, OWNER, peoplePath(fixture));
  await page.getByRole('link', { name: ko('circles_title') }).click();
  await expect(page.getByText(ko('circles_empty_title'))).toBeVisible();
  await button(page, ko('circle_create')).click();
  const form = page.getByRole('dialog');
  await form.getByLabel(ko('circle_name')).fill(name);
  await form.getByRole('checkbox', { name: MOTHER.name }).check();
  await button(form, ko('circle_create')).click();
  await expect(listItem(page, name)).toContainText(MOTHER.name);

  await listItem(page, name).getByRole('button').click();
  await expect(form.getByRole('checkbox', { name: MOTHER.name })).toBeChecked();
  await form.getByLabel(ko('circle_name')).fill(other);
  await form.getByRole('checkbox', { name: FATHER.name }).check();
  await button(form, ko('save_changes')).click();
  await expect(listItem(page, other)).toContainText(FATHER.name);
  await expect(listItem(page, name)).toHaveCount(0);

  await listItem(page, other).getByRole('button').click();
  await button(form, ko('circle_remove')).click();
  await expect(page.getByText(ko('circle_remove_text'))).toBeVisible();
  await button(page, ko('circle_remove_confirm')).click();
  await expect(page.getByText(ko('circles_empty_title'))).toBeVisible();
});

test('an invite is listed until it is revoked', async ({ browser }) => {
  const fixture = await createTestLibrary({ owner: OWNER, viewers: [MOTHER] });
  const { page } = await openDevice(browser);
  await signIn(page, OWNER, peoplePath(fixture));
  await page.getByRole('link', { name: ko('invites_title') }).click();
  const row = listItem(page, MOTHER.address);
  await expect(row).toContainText(ko('invites_nobody_joined'));
  await button(row, ko('invite_revoke')).click();
  await button(page, ko('invite_revoke_confirm')).click();
  await expect(page.getByText(ko('invites_empty_title'))).toBeVisible();
  const mother = await signInAs(MOTHER.name, { address: MOTHER.address });
  expect((await mother.call('onSignIn', {})).joined).not.toContain(fixture.library);
  await mother.close();
});

test('a person with the wrong account sees it, switches, and returns to the same page', async ({ browser }) => {
  const fixture = await createFamily();
  const { page } = await openDevice(browser);
  await signIn(page, STRANGER, libraryPath(fixture));
  await expect(page.getByText(ko('no_access_title'))).toBeVisible();
  await expect(page.getByText(STRANGER.address)).toBeVisible();
  await button(page, ko('account_switch')).click();
  await button(page.getByRole('dialog'), ko('settings_sign_out')).click();
  await button(page, ko('google_sign_in')).click();
  await page.getByRole('button', { name: MOTHER.name }).click();
  await expect(heading(page, fixture.name)).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`${libraryPath(fixture)}$`));
});

test('someone who loses editing rights, or whose library is deleted, is led away from the circles page', async ({
  browser,
}) => {
  const fixture = await createTestLibrary({ owner: OWNER, viewers: [FATHER] });
  const owner = await signInAs(OWNER.name, { address: OWNER.address });
  const father = await signInAs(FATHER.name, { address: FATHER.address });
  const setRole = (role: 'editor' | 'viewer') =>
    owner.call('changeRole', { library: fixture.library, uid: father.uid as Uid, role });
  await father.call('onSignIn', {});
  await setRole('editor');
  const { page } = await openDevice(browser);
  const noAccess = page.getByText(ko('people_no_access_title'));
  await signIn(page, FATHER, `${peoplePath(fixture)}/circles`);
  await button(page, ko('circle_create')).first().click();
  await expect(page.getByLabel(ko('circle_name'))).toBeVisible();
  await setRole('viewer');
  await expect(noAccess).toBeVisible();
  await expect(page.getByLabel(ko('circle_name'))).toHaveCount(0);
  for (const section of ['guests', 'activity', 'invites', 'circles']) {
    await page.goto(`${peoplePath(fixture)}/${section}`);
    await expect(noAccess, section).toBeVisible();
  }
  await page
    .getByRole('main')
    .getByRole('link', { name: ko('back_to_people') })
    .last()
    .click();
  await expect(listItem(page, OWNER.name)).toBeVisible();

  await setRole('editor');
  await owner.call('deleteLibrary', { library: fixture.library, name: fixture.name });
  await page.goto(`${peoplePath(fixture)}/circles`);
  await expect(noAccess).toBeVisible();
  await Promise.all([owner.close(), father.close()]);
});

test('an owner helps from afar: her open app follows, she decides who knows when she looked, and asks for help with an error', async ({
  browser,
}) => {
  // Whom no other library helps.
  const her = newPerson('김말순');
  const viewers = [her, newPerson('한만수')];
  const fixture = await createTestLibrary({ owner: OWNER, viewers });
  for (const { name, address } of viewers) {
    const viewer = await signInAs(name, { address });
    await viewer.call('onSignIn', {});
    await viewer.close();
  }
  const { page: hers, context } = await openDevice(browser);
  await context.addInitScript(() => {
    navigator.share = (data?: ShareData) => {
      document.documentElement.dataset['shared'] = data?.text ?? '';
      return Promise.resolve();
    };
  });
  await signIn(hers, her, libraryPath(fixture));
  await expect(heading(hers, fixture.name)).toBeVisible();
  const { page: ours } = await openDevice(browser);
  await signIn(ours, OWNER, peoplePath(fixture));
  await ours.getByRole('link', { name: ko('helping_title') }).click();
  const row = (name: string) => ours.getByRole('region', { name });
  const root = hers.locator('html');

  await test.step('when each parent looked', async () => {
    await expect(row(her.name)).toContainText(ko('helping_looked_today'));
    await expect(row('한만수')).toContainText(ko('helping_looked_never'));
  });

  await test.step('text size and simple mode arrive in the open app, with a way back', async () => {
    const height = async () => (await heading(hers, fixture.name).boundingBox())?.height ?? 0;
    const before = await height();
    await row(her.name)
      .getByRole('radio', { name: ko('settings_text_largest') })
      .check();
    await expect(root).toHaveAttribute('data-text', 'largest');
    expect(await height()).toBeGreaterThan(before);
    await row(her.name).getByRole('switch').check();
    await expect(root).toHaveAttribute('data-simple', 'on');
    await (await holdToast(hers, ko('care_applied'))).click();
    await expect(root).not.toHaveAttribute('data-simple');
    await expect(row(her.name).getByRole('switch')).not.toBeChecked();
  });

  await test.step('what she chooses herself stays, and her helper sees it', async () => {
    await hers.goto('/settings');
    await expect(root).toHaveAttribute('data-text', 'largest');
    await hers.getByRole('radio', { name: ko('settings_text_large'), exact: true }).check();
    await expect(row(her.name).getByRole('radio', { name: ko('settings_text_large'), exact: true })).toBeChecked();
    await hers.reload();
    await expect(hers.getByRole('switch', { name: ko('care_tell') })).toBeChecked();
    await expect(root).toHaveAttribute('data-text', 'large');
  });

  await test.step('she is told by name who sees when she looked, and takes it back', async () => {
    const helpers = ko('honorific', { name: OWNER.name });
    await expect(hers.getByText(ko('care_told', { helpers }))).toBeVisible();
    await hers.getByRole('switch', { name: ko('care_tell') }).uncheck();
    await expect(row(her.name)).toContainText(ko('helping_looked_hidden'));
    await expect(hers.getByText(ko('care_not_told'))).toBeVisible();
    await hers.reload();
    await expect(hers.getByRole('switch', { name: ko('care_tell') })).not.toBeChecked();
    await expect(row(her.name)).toContainText(ko('helping_looked_hidden'));
  });

  await test.step('an error offers a message to the helper', async () => {
    await hers.goto('/nothing-is-here');
    await button(hers, ko('help_request')).click();
    const shared = hers.locator('html[data-shared]');
    await expect(shared).toHaveAttribute('data-shared', new RegExp(ko('help_greeting')));
    const text = (await shared.getAttribute('data-shared')) ?? '';
    expect(text).toContain(ko('not_found_title'));
    expect(text).not.toContain(fixture.title);
  });

  await test.step('the link once more, copied where there is no share sheet', async () => {
    await ours.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await row('한만수')
      .getByRole('button', { name: ko('helping_send') })
      .click();
    await expect(ours.getByRole('status').filter({ hasText: ko('link_copied') })).toBeVisible();
    expect(await ours.evaluate(() => navigator.clipboard.readText())).toContain(libraryPath(fixture));
  });
});
